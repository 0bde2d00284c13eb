"use client";

import { Combobox } from "@base-ui/react/combobox";
import { type KeyboardEvent, type RefObject, useDeferredValue, useState } from "react";
import { exactCount } from "../format/number.ts";
import { valueName } from "../format/value-name.ts";
import { useScopedRows } from "../home/scope.ts";
import { floatClass, floatItemClass } from "../ui/floating.ts";
import { type FilterField, type FilterOperator, filterFields } from "./filter.ts";
import { FilterFrame, filterInputClass } from "./filter-frame.tsx";
import { useFilters } from "./filter-state.ts";

type Choice = { value: string; label: string; count?: number };

const fieldChoices: Choice[] = Object.entries(filterFields).map(([value, label]) => ({ value, label }));

/** Fields whose values no query lists: they are typed. */
const unlisted = new Set<FilterField>(["environment", "host"]);

const suggestions = 50;

type AddFilterProps = {
  inputRef: RefObject<HTMLInputElement | null>;
  /** What was typed before this was loaded. It is shown only once someone is at it, so it starts open and with the focus. */
  typed: string;
};

/** Adds a filter in two steps: a field, then one of its values (those of the range, most seen first) or any typed text. */
export function AddFilter({ inputRef, typed }: AddFilterProps) {
  const { add } = useFilters();
  const [open, setOpen] = useState(true);
  const [text, setText] = useState(typed);
  const [field, setField] = useState<FilterField | null>(null);
  const [operator, setOperator] = useState<FilterOperator>("is");
  const values = useValueChoices(open ? field : null, text);
  const choices = field
    ? values
    : fieldChoices.filter(({ label }) => label.toLowerCase().includes(text.trim().toLowerCase()));

  const reset = () => {
    setField(null);
    setOperator("is");
    setText("");
  };
  const choose = (choice: Choice | null) => {
    if (!choice) return;
    setText("");
    if (!field) return setField(choice.value as FilterField);
    add({ field, operator, value: choice.value });
    reset();
    setOpen(false);
    // So that the page's keys work again.
    inputRef.current?.blur();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Backspace" && text === "") reset();
    if (event.key === "Escape" && !open) inputRef.current?.blur();
  };

  return (
    <Combobox.Root<Choice>
      items={choices}
      filteredItems={choices}
      value={null}
      onValueChange={choose}
      inputValue={text}
      onInputValueChange={(next, { reason }) => reason === "input-change" && setText(next)}
      open={open}
      onOpenChange={(next, { reason }) => {
        // Choosing a field leads on to its values; only a value ends the choice.
        if (reason === "item-press") return;
        setOpen(next);
        // The focus may go no further than the switch between "is" and "is not".
        if (!next && reason !== "focus-out") reset();
      }}
      autoHighlight
      itemToStringLabel={(choice) => choice.label}
    >
      <Combobox.InputGroup render={<FilterFrame />}>
        {field && (
          <button
            type="button"
            className="shrink-0 rounded text-accent"
            title="Switch between is and is not"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => setOperator(operator === "is" ? "is_not" : "is")}
          >
            {filterFields[field]} {operator === "is" ? "is" : "is not"}
          </button>
        )}
        <Combobox.Input
          ref={inputRef}
          aria-label={field ? `Value of ${filterFields[field]}` : "Add filter"}
          placeholder={field ? "value" : "Add filter"}
          onKeyDown={onKeyDown}
          className={filterInputClass}
          autoFocus
        />
      </Combobox.InputGroup>
      <Combobox.Portal>
        <Combobox.Positioner align="start" sideOffset={4} className="z-40">
          <Combobox.Popup className={`${floatClass} w-64 p-1`}>
            <Combobox.Empty>
              <p className="px-2 py-1.5 text-12 text-muted empty:hidden">
                {field ? "Type a value." : "No such field."}
              </p>
            </Combobox.Empty>
            <Combobox.List className="max-h-72 overflow-y-auto">
              {(choice: Choice) => (
                <Combobox.Item key={choice.value} value={choice} className={floatItemClass}>
                  <span className="min-w-0 flex-1 truncate">{choice.label}</span>
                  {choice.count !== undefined && (
                    <span className="text-12 text-muted tabular-nums">{exactCount(choice.count)}</span>
                  )}
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}

/** Values of a field in the page's range that match the text, and the text itself when it is none of them. */
function useValueChoices(field: FilterField | null, text: string): Choice[] {
  const search = useDeferredValue(text.trim());
  const listed = field !== null && !unlisted.has(field);
  const { data } = useScopedRows(
    "breakdown",
    { dimension: field ?? "page", limit: suggestions, search: search || undefined },
    listed,
  );
  if (!field) return [];
  const rows = listed ? (data ?? []) : [];
  const choices = rows.map((row) => ({ value: row.value, label: valueName(field, row.value), count: row.visitors }));
  const typed = text.trim();
  const known = typed === "" || choices.some(({ value, label }) => value === typed || label === typed);
  return known ? choices : [...choices, { value: typed, label: `“${typed}”` }];
}
