"use client";

import { createParser, parseAsNativeArrayOf, useQueryState } from "nuqs";
import { encodeFilter, type Filter, parseFilter, sameFilter, withFilter, withoutFilter } from "./filter.ts";

const parseAsFilter = createParser({ parse: parseFilter, serialize: encodeFilter, eq: sameFilter });

/** The page's filters, one `filter=` each in the address. Every change is a step that Back undoes. */
export function useFilters() {
  const [filters, setFilters] = useQueryState(
    "filter",
    parseAsNativeArrayOf(parseAsFilter).withOptions({ history: "push" }),
  );
  return {
    filters,
    add: (filter: Filter) => void setFilters((current) => withFilter(current, filter)),
    remove: (filter: Filter) => void setFilters((current) => withoutFilter(current, filter)),
    clear: () => void setFilters(null),
  };
}
