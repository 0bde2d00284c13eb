"use client";

import { X } from "lucide-react";
import { type RefObject, useState } from "react";
import type { AddFilter } from "./add-filter.tsx";
import { encodeFilter, type Filter } from "./filter.ts";
import { FilterFrame, filterInputClass } from "./filter-frame.tsx";
import type { FilterModel } from "./filter-model.ts";

const loadAddFilter = () => import("./add-filter.tsx").then((loaded) => loaded.AddFilter);

/** The filters as chips, each with its way out, and the field that adds one. */
export function FilterBar<Field extends string>({ inputRef, model }: FilterBarProps<Field>) {
  const { filters, remove, clear } = model;
  return (
    <section aria-label="Filters" className="flex flex-wrap items-center gap-2">
      <FilterInput inputRef={inputRef} model={model} />
      {filters.map((filter, index) => (
        <Chip
          key={encodeFilter(filter)}
          filter={filter}
          model={model}
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

type FilterBarProps<Field extends string> = {
  inputRef: RefObject<HTMLInputElement | null>;
  model: FilterModel<Field>;
};

/**
 * A plain field until it has the focus; then its list is loaded. The field stays, and with it the focus and what is typed,
 * until the other can take its place in one step: otherwise the page's keys would catch the next letters.
 */
function FilterInput<Field extends string>({ inputRef, model }: FilterBarProps<Field>) {
  const [text, setText] = useState("");
  const [Loaded, setLoaded] = useState<typeof AddFilter | null>(null);
  if (Loaded) return <Loaded inputRef={inputRef} model={model} typed={text} />;
  return (
    <FilterFrame hotkey={model.hotkey}>
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
const isAlternative = (filter: Filter<string>, before: Filter<string> | undefined): boolean =>
  filter.operator === "is" && before?.field === filter.field && before.operator === "is";

type ChipProps<Field extends string> = {
  filter: Filter<Field>;
  model: FilterModel<Field>;
  alternative: boolean;
  onRemove: () => void;
};

function Chip<Field extends string>({ filter, model, alternative, onRemove }: ChipProps<Field>) {
  const name = model.nameOf(filter.field, filter.value);
  const words = `${model.fields[filter.field]} ${filter.operator === "is" ? "is" : "is not"} ${name}`;
  return (
    <span className="inline-flex h-7 max-w-full items-center gap-1 rounded bg-accent-soft pl-2 text-12">
      <span className="truncate" title={words}>
        {alternative && <span className="text-muted">or </span>}
        <span className="text-muted">{model.fields[filter.field]}</span>
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
