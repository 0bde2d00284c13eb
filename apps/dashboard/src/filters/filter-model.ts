import type { Filter } from "./filter.ts";

export type FilterChoice = { value: string; label: string; count?: number };

/** What a page can be filtered by, and where it keeps its filters: what the filter bar works with. */
export type FilterModel<Field extends string> = {
  /** With the words people read, in the order in which they are offered. */
  fields: Record<Field, string>;
  filters: readonly Filter<Field>[];
  add: (filter: Filter<Field>) => void;
  remove: (filter: Filter<Field>) => void;
  clear: () => void;
  /** Leads to the field that adds one. */
  hotkey: string;
  /** Fields that know "is" alone. */
  isOnly?: readonly Field[];
  /** What a value must look like, where it is typed. */
  hints?: Partial<Record<Field, string>>;
  /** A value as people read it. */
  nameOf: (field: Field, value: string) => string;
  /** Known values of the chosen field that match what was typed; a hook, since they may have to be asked for. */
  useValues: (field: Field | null, search: string) => FilterChoice[];
};
