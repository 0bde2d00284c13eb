import { type Filter, type FilterOperator, sameFilter } from "../filters/filter.ts";
import type { Severity } from "./severity.tsx";

/**
 * Which log records the page shows. It stands in the address under the names that the API's queries `logs` and `logs-histogram` have for
 * it, so that what one reads there can be asked for there: `?service=checkout&attribute=order.id=17&severity=error&text=refused`.
 */
export type LogChoice = Record<ListKey, string[]> & {
  severity: Severity[];
  text: string;
  traceId: string;
  spanId: string;
};

const fieldKeys = {
  service: { is: "service", is_not: "notService" },
  environment: { is: "environment", is_not: "notEnvironment" },
  attribute: { is: "attribute", is_not: "notAttribute" },
  resource: { is: "resource", is_not: "notResource" },
} as const satisfies Record<string, Record<FilterOperator, string>>;

type ListField = keyof typeof fieldKeys;
export type ListKey = (typeof fieldKeys)[ListField][FilterOperator];

/** With the words people read. A record is of one trace and one span at most. */
export const logFields = {
  service: "Service",
  environment: "Environment",
  attribute: "Attribute",
  resource: "Resource",
  traceId: "Trace",
  spanId: "Span",
} as const;

export type LogField = keyof typeof logFields;
export type LogFilter = Filter<LogField>;

export const singleFields = ["traceId", "spanId"] as const;

const operators = ["is", "is_not"] as const;
const listFields = Object.keys(fieldKeys) as ListField[];
const isListField = (field: LogField): field is ListField => Object.hasOwn(fieldKeys, field);

/** What the choice says as filters, in the order of the fields. */
export function filtersOf(choice: LogChoice): LogFilter[] {
  const lists = listFields.flatMap((field) =>
    operators.flatMap((operator) => choice[fieldKeys[field][operator]].map((value) => ({ field, operator, value }))),
  );
  const singles = singleFields.map((field) => ({ field, operator: "is" as const, value: choice[field] }));
  return [...lists, ...singles.filter(({ value }) => value !== "")];
}

/** What changes with one more filter. What was said about the same value before no longer holds. */
export function withFilter(choice: LogChoice, { field, operator, value }: LogFilter): Partial<LogChoice> {
  if (!isListField(field)) return { [field]: value };
  const keys = fieldKeys[field];
  const others = (key: ListKey) => choice[key].filter((each) => each !== value);
  return {
    [keys.is]: operator === "is" ? [...others(keys.is), value] : others(keys.is),
    [keys.is_not]: operator === "is_not" ? [...others(keys.is_not), value] : others(keys.is_not),
  };
}

export function withoutFilter(choice: LogChoice, removed: LogFilter): Partial<LogChoice> {
  const { field, operator } = removed;
  if (!isListField(field)) return { [field]: "" };
  const kept = filtersOf(choice).filter((filter) => filter.field === field && filter.operator === operator);
  return {
    [fieldKeys[field][operator]]: kept.filter((filter) => !sameFilter(filter, removed)).map(({ value }) => value),
  };
}

/** Parameters of the query; what is not chosen is left out. Severities only where they are asked for. */
export function paramsOf({ severity, text, traceId, spanId, ...lists }: LogChoice) {
  return {
    ...lists,
    text: text.trim() || undefined,
    traceId: traceId || undefined,
    spanId: spanId || undefined,
    severity,
  };
}

/** Of the attributes that several records have, those written `name=value` that hold the text; the most frequent first. */
export function pairsIn(maps: readonly Record<string, string>[], search: string) {
  const counts = new Map<string, number>();
  for (const map of maps) {
    for (const [name, value] of Object.entries(map)) {
      const pair = `${name}=${value}`;
      if (pair.length <= maxPairChars) counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
  }
  const wanted = search.toLowerCase();
  return Array.from(counts, ([value, count]) => ({ value, label: value, count }))
    .filter(({ value }) => value.toLowerCase().includes(wanted))
    .toSorted((a, b) => b.count - a.count || a.value.localeCompare(b.value))
    .slice(0, shownPairs);
}

const maxPairChars = 200;
const shownPairs = 50;
