"use client";

import { type FilterField, filterFields } from "../filters/filter.ts";
import type { FilterChoice, FilterModel } from "../filters/filter-model.ts";
import { useFilters } from "../filters/filter-state.ts";
import { valueName } from "../format/value-name.ts";
import { useScopedRows } from "./scope.ts";

/** Fields whose values no query lists: they are typed. */
const unlisted = new Set<FilterField>(["environment", "host"]);

const suggestions = 50;

/** Everything that visits can be filtered by. */
export const useHomeFilters = (): FilterModel<FilterField> => ({
  ...useFilters(),
  fields: filterFields,
  hotkey: "/",
  nameOf: valueName,
  useValues: useSeenValues,
});

/** Values of a field in the page's range that match the text, most seen first. */
function useSeenValues(field: FilterField | null, search: string): FilterChoice[] {
  const listed = field !== null && !unlisted.has(field);
  const { data } = useScopedRows(
    "breakdown",
    { dimension: field ?? "page", limit: suggestions, search: search || undefined },
    listed,
  );
  if (!listed) return [];
  return (data ?? []).map(({ value, visitors }) => ({ value, label: valueName(field, value), count: visitors }));
}
