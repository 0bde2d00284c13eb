"use client";

import { X } from "lucide-react";
import { type ComponentType, type RefObject, useState } from "react";
import { valueName } from "../format/value-name.ts";
import { encodeFilter, type Filter, filterFields } from "./filter.ts";
import { FilterFrame, filterInputClass } from "./filter-frame.tsx";
import { useFilters } from "./filter-state.ts";

const loadAddFilter = () => import("./add-filter.tsx").then((loaded) => loaded.AddFilter);

/** The filters as chips, each with its way out, and the field that adds one. */
export function FilterBar({ inputRef }: { inputRef: InputRef }) {
  const { filters, remove, clear } = useFilters();
  return (
    <section aria-label="Filters" className="flex flex-wrap items-center gap-2">
      <FilterInput inputRef={inputRef} />
      {filters.map((filter, index) => (
        <Chip
          key={encodeFilter(filter)}
          filter={filter}
          alternative={isAlternative(filter, filters[index - 1])}
          onRemove={() => remove(filter)}
        />
      ))}
      {filters.length > 1 && (
        <button type="button" onClick={clear} className="h-7 rounded px-1 text-12 text-muted hover:text-text">
          Clear all
        </button>
      )}
    </section>
  );
}

type InputRef = RefObject<HTMLInputElement | null>;

/**
 * A plain field until it has the focus; then its list is loaded. The field stays, and with it the focus and what is typed,
 * until the other can take its place in one step: otherwise the page's keys would catch the next letters.
 */
function FilterInput({ inputRef }: { inputRef: InputRef }) {
  const [text, setText] = useState("");
  const [Loaded, setLoaded] = useState<ComponentType<{ inputRef: InputRef; typed: string }> | null>(null);
  if (Loaded) return <Loaded inputRef={inputRef} typed={text} />;
  return (
    <FilterFrame>
      <input
        ref={inputRef}
        aria-label="Add filter"
        placeholder="Add filter"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onFocus={() => void loadAddFilter().then((component) => setLoaded(() => component))}
        className={filterInputClass}
      />
    </FilterFrame>
  );
}

/** Several "is" of one field mean any of them, so the second is read as "or". */
const isAlternative = (filter: Filter, before: Filter | undefined): boolean =>
  filter.operator === "is" && before?.field === filter.field && before.operator === "is";

function Chip({ filter, alternative, onRemove }: { filter: Filter; alternative: boolean; onRemove: () => void }) {
  const name = valueName(filter.field, filter.value);
  const words = `${filterFields[filter.field]} ${filter.operator === "is" ? "is" : "is not"} ${name}`;
  return (
    <span className="inline-flex h-7 max-w-full items-center gap-1 rounded bg-accent-soft pl-2 text-12">
      <span className="truncate" title={words}>
        {alternative && <span className="text-muted">or </span>}
        <span className="text-muted">{filterFields[filter.field]}</span>
        <span className="text-muted">{filter.operator === "is" ? " is " : " is not "}</span>
        <span className="font-medium">{name}</span>
      </span>
      <button
        type="button"
        onClick={onRemove}
        aria-label={`Remove filter: ${words}`}
        className="flex size-7 shrink-0 items-center justify-center rounded text-muted hover:text-text"
      >
        <X size={12} aria-hidden="true" />
      </button>
    </span>
  );
}
