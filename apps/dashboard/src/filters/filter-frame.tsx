import { ListFilter } from "lucide-react";
import type { ComponentProps } from "react";
import { keyClass } from "../ui/floating.ts";

export const filterInputClass = "min-w-0 flex-1 bg-transparent text-12 outline-none placeholder:text-muted";

/** The frame of the field that adds a filter, before its list is loaded and after. */
export function FilterFrame({ children, hotkey, ...rest }: ComponentProps<"div"> & { hotkey: string }) {
  return (
    <div
      {...rest}
      className="flex h-7 w-64 max-w-full items-center gap-1.5 rounded border border-line bg-surface px-2 text-12 focus-within:outline-2 focus-within:outline-focus"
    >
      <ListFilter size={14} className="shrink-0 text-muted" aria-hidden="true" />
      {children}
      <kbd className={`${keyClass} pointer-coarse:hidden`}>{hotkey}</kbd>
    </div>
  );
}
