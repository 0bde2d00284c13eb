import type { FilterField } from "@perigee/clickhouse";

export type { FilterField };

/** Fields that every query can be filtered by, with the words people read. */
export const filterFields: Record<FilterField, string> = {
  page: "Page",
  route: "Route",
  entry_page: "Entry page",
  exit_page: "Exit page",
  source: "Source",
  channel: "Channel",
  utm_source: "UTM source",
  utm_medium: "UTM medium",
  utm_campaign: "UTM campaign",
  country: "Country",
  region: "Region",
  city: "City",
  browser: "Browser",
  os: "Operating system",
  device: "Device",
  release: "Release",
  environment: "Environment",
  host: "Host",
  event: "Event",
};

export type FilterOperator = "is" | "is_not";
export type Filter<Field extends string = FilterField> = { field: Field; operator: FilterOperator; value: string };

const isField = (text: string): text is FilterField => Object.hasOwn(filterFields, text);

/** `country:is:DE`, as it stands in addresses and in requests. The value may hold colons and may be empty (unknown). */
export const encodeFilter = ({ field, operator, value }: Filter<string>): string => `${field}:${operator}:${value}`;

/** Undoes encodeFilter; null for text that is no filter. */
export function parseFilter(text: string): Filter | null {
  const [field = "", operator = "", ...value] = text.split(":");
  if (!isField(field) || value.length === 0) return null;
  if (operator !== "is" && operator !== "is_not") return null;
  return { field, operator, value: value.join(":") };
}

export const sameFilter = (a: Filter<string>, b: Filter<string>): boolean => encodeFilter(a) === encodeFilter(b);

/**
 * Filters with one more, beside those of its field: several "is" of one field mean any of them.
 * What was said about the same value before no longer holds.
 */
export function withFilter(filters: readonly Filter[], added: Filter): Filter[] {
  const kept = filters.filter(({ field, value }) => field !== added.field || value !== added.value);
  const last = kept.findLastIndex(({ field, operator }) => field === added.field && operator === added.operator);
  return last < 0 ? [...kept, added] : kept.toSpliced(last + 1, 0, added);
}

export const withoutFilter = (filters: readonly Filter[], removed: Filter): Filter[] =>
  filters.filter((filter) => !sameFilter(filter, removed));
