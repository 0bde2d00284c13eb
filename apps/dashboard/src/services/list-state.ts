"use client";

import { createParser, parseAsIndex, parseAsString, useQueryState } from "nuqs";
import type { Sort } from "../ui/data-table.tsx";

/** What the list of services is narrowed to, sorted by and turned to, as it stands in the address. */

export const useSearch = () => useQueryState("q", parseAsString.withDefault("").withOptions({ clearOnDefault: true }));

/** Pages count from 0 here and from 1 in the address. */
export const usePage = () => useQueryState("page", parseAsIndex.withDefault(0).withOptions({ history: "push" }));

/** `p95:desc`; what is no column of the table sorts nothing. */
const parseAsSort = createParser<Sort>({
  parse: (text) => {
    const [, id, direction] = /^(\w+):(asc|desc)$/.exec(text) ?? [];
    return id ? { id, desc: direction === "desc" } : null;
  },
  serialize: ({ id, desc }) => `${id}:${desc ? "desc" : "asc"}`,
  eq: (a, b) => a.id === b.id && a.desc === b.desc,
});

export const useSort = (byDefault: Sort) =>
  useQueryState("sort", parseAsSort.withDefault(byDefault).withOptions({ history: "push" }));

/** Name of the service whose notes are being edited. */
export const useEdited = () => useQueryState("edit", parseAsString);
