"use client";

import { parseAsNativeArrayOf, parseAsString, parseAsStringLiteral, useQueryState, useQueryStates } from "nuqs";
import type { Row } from "../api/rows.ts";
import { useRows } from "../api/use-rows.ts";
import type { FilterChoice, FilterModel } from "../filters/filter-model.ts";
import {
  filtersOf,
  type LogChoice,
  type LogField,
  type LogFilter,
  logFields,
  pairsIn,
  singleFields,
  withFilter,
  withoutFilter,
} from "./log-choice.ts";
import { severityNames } from "./severity.tsx";

const list = parseAsNativeArrayOf(parseAsString);
const parsers = {
  service: list,
  environment: list,
  attribute: list,
  resource: list,
  notService: list,
  notEnvironment: list,
  notAttribute: list,
  notResource: list,
  severity: parseAsNativeArrayOf(parseAsStringLiteral(severityNames)),
  text: parseAsString.withDefault(""),
  traceId: parseAsString.withDefault(""),
  spanId: parseAsString.withDefault(""),
};

/** Which records the page shows, as the address says. Every change is a step that Back undoes. */
export function useLogChoice() {
  const [choice, setStored] = useQueryStates(parsers, { history: "push" });
  return {
    choice,
    change: (part: Partial<LogChoice>) => void setStored(part),
    add: (filter: LogFilter) => void setStored((current) => withFilter(current, filter)),
    remove: (filter: LogFilter) => void setStored((current) => withoutFilter(current, filter)),
    clear: () => void setStored(null),
  };
}

/** The record that is open; empty for none. */
export const useOpenRecord = () => useQueryState("record", parseAsString.withDefault(""));

/** The filter bar over log records. What attributes there are is learned from the records that are shown. */
export function useLogFilters(project: string, records: readonly Row<"logs">[]): FilterModel<LogField> {
  const { choice, add, remove, clear } = useLogChoice();
  return {
    fields: logFields,
    hotkey: "A",
    filters: filtersOf(choice),
    add,
    remove,
    clear,
    isOnly: singleFields,
    hints: { attribute: "name=value", resource: "name=value" },
    nameOf: (_field, value) => value || "none",
    useValues: (field, search) => useKnownValues({ project, records, field, search }),
  };
}

type Wanted = { project: string; records: readonly Row<"logs">[]; field: LogField | null; search: string };

function useKnownValues({ project, records, field, search }: Wanted): FilterChoice[] {
  const isOfService = field === "service" || field === "environment";
  const { data = [] } = useRows({ project, name: "services" }, { limit: 1_000 }, { enabled: isOfService });
  if (field === "attribute")
    return pairsIn(
      records.map(({ attributes }) => attributes),
      search,
    );
  if (field === "resource")
    return pairsIn(
      records.map(({ resource }) => resource),
      search,
    );
  if (!isOfService) return [];
  const names = data
    .filter(({ signals }) => signals.includes("logs"))
    .flatMap(({ name, environments }) => (field === "service" ? [name] : environments.map((each) => each.name)));
  return Array.from(new Set(names))
    .filter((name) => name.toLowerCase().includes(search.toLowerCase()))
    .map((name) => ({ value: name, label: name || "none" }));
}
