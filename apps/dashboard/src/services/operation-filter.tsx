"use client";

import { X } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useHotkeys } from "../ui/hotkeys.ts";

/** The operation that the page of a service is narrowed to; empty for all of them. */
export const useOperation = () =>
  useQueryState("operation", parseAsString.withDefault("").withOptions({ history: "push" }));

/** The chosen operation, and the way back to all of them; nothing where none is chosen. */
export function OperationFilter() {
  const [operation, choose] = useOperation();
  const clear = () => void choose(null);
  useHotkeys({ escape: () => operation !== "" && clear() });
  if (operation === "") return null;
  return (
    <span className="inline-flex h-8 max-w-full items-center gap-1 rounded bg-accent-soft pl-2 text-13">
      <span className="truncate" title={operation}>
        <span className="text-muted">Operation </span>
        <span className="font-medium">{operation}</span>
      </span>
      <button
        type="button"
        onClick={clear}
        aria-label={`Show all operations, not only ${operation}`}
        className="flex size-8 shrink-0 items-center justify-center rounded text-muted hover:text-text"
      >
        <X size={12} aria-hidden="true" />
      </button>
    </span>
  );
}
