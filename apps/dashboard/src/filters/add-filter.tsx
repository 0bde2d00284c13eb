"use client";

import { Combobox } from "@base-ui/react/combobox";
import { type KeyboardEvent, type RefObject, useDeferredValue, useState } from "react";
import { exactCount } from "../format/number.ts";
import { floatClass, floatItemClass } from "../ui/floating.ts";
import type { FilterOperator } from "./filter.ts";
import { FilterFrame, filterInputClass } from "./filter-frame.tsx";
import type { FilterChoice, FilterModel } from "./filter-model.ts";

type AddFilterProps<Field extends string> = {
  inputRef: RefObject<HTMLInputElement | null>;
  model: FilterModel<Field>;
  /** What was typed before this was loaded. It is shown only once someone is at it, so it starts open and with the focus. */
  typed: string;
};

/** Adds a filter in two steps: a field, then one of its values or any typed text. */
export function AddFilter<Field extends string>({ inputRef, model, typed }: AddFilterProps<Field>) {
  const { fields, add } = model;
  const [open, setOpen] = useState(true);
  const [text, setText] = useState(typed);
  const [field, setField] = useState<Field | null>(null);
  const [operator, setOperator] = useState<FilterOperator>("is");
  const values = useValueChoices(model, open ? field : null, text);
  const choices = field ? values : fieldChoices(fields, text);

  const reset = () => {
    setField(null);
    setOperator("is");
    setText("");
  };
  const choose = (choice: FilterChoice | null) => {
    if (!choice) return;
    setText("");
    if (!field) return setField(choice.value as Field);
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
    <Combobox.Root<FilterChoice>
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
      <Combobox.InputGroup render={<FilterFrame hotkey={model.hotkey} />}>
        {field && (
          <button
            type="button"
            className="shrink-0 rounded text-accent"
            title="Switch between is and is not"
            disabled={model.isOnly?.includes(field)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => setOperator(operator === "is" ? "is_not" : "is")}
          >
            {fields[field]} {operator === "is" ? "is" : "is not"}
          </button>
        )}
        <Combobox.Input
          ref={inputRef}
          aria-label={field ? `Value of ${fields[field]}` : "Add filter"}
          placeholder={field ? (model.hints?.[field] ?? "value") : "Add filter"}
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
              {(choice: FilterChoice) => (
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

const fieldChoices = <Field extends string>(fields: Record<Field, string>, text: string): FilterChoice[] =>
  Object.entries<string>(fields)
    .filter(([, label]) => label.toLowerCase().includes(text.trim().toLowerCase()))
    .map(([value, label]) => ({ value, label }));

/** Known values that match the text, and the text itself when it is none of them. */
function useValueChoices<Field extends string>(model: FilterModel<Field>, field: Field | null, text: string) {
  const choices = model.useValues(field, useDeferredValue(text.trim()));
  const typed = text.trim();
  const known = typed === "" || choices.some(({ value, label }) => value === typed || label === typed);
  return field === null || known ? choices : [...choices, { value: typed, label: `“${typed}”` }];
}
