import { z } from "zod";

/** Parameters that typed queries share. They come from query strings as well as from code, so numbers may be text. */

export const filterFields = [
  "page",
  "route",
  "entry_page",
  "exit_page",
  "source",
  "channel",
  "utm_source",
  "utm_medium",
  "utm_campaign",
  "country",
  "region",
  "city",
  "browser",
  "os",
  "device",
  "release",
  "environment",
  "host",
  "event",
] as const;
export type FilterField = (typeof filterFields)[number];

/** `is` keeps what has one of the values, `is_not` drops what has one of them. */
export type Filter = { field: FilterField; operator: "is" | "is_not"; values: string[] };

/** What every ranged query knows: whose rows, from when (inclusive) to when (exclusive) in epoch milliseconds, and which. */
export type Scope = { projectId: number; from: number; to: number; filters: Filter[] };

const latestTime = Date.UTC(2100, 0, 1);
const isoTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** ISO 8601 (UTC where it names no zone) or milliseconds since the epoch. */
export const time = z.union([z.number(), z.string()]).transform((input, context) => {
  const epochMs = parseTime(input);
  if (epochMs >= 0 && epochMs <= latestTime) return epochMs;
  context.addIssue("must be an ISO 8601 time or milliseconds since 1970, before 2100");
  return z.NEVER;
});

function parseTime(input: string | number): number {
  if (typeof input === "number") return Number.isInteger(input) ? input : Number.NaN;
  if (/^\d{1,15}$/.test(input)) return Number(input);
  const match = isoTime.exec(input);
  if (!match) return Number.NaN;
  return Date.parse(match[1] && !match[4] ? `${input}Z` : input);
}

const maxFilters = 50;
const maxFilterChars = 2_100;

/** Several filters on one field and operator are one filter with several values: is DE or FR; is neither DE nor FR. */
const filters = z
  .union([
    z
      .string()
      .max(maxFilterChars)
      .transform((one) => [one]),
    z.array(z.string().max(maxFilterChars)),
  ])
  .pipe(z.array(z.string()).max(maxFilters))
  .default([])
  .transform((texts, context) => {
    const parsed = new Map<string, Filter>();
    for (const [index, text] of texts.entries()) {
      const filter = parseFilter(text);
      if (typeof filter === "string") {
        context.addIssue({ code: "custom", path: [index], message: filter, input: text });
        return z.NEVER;
      }
      const key = `${filter.field}:${filter.operator}`;
      const known = parsed.get(key);
      if (known) known.values.push(...filter.values);
      else parsed.set(key, filter);
    }
    return [...parsed.values()];
  });

/** The value may itself hold colons. A string as answer says what is wrong. */
function parseFilter(text: string): Filter | string {
  const [, field, operator, value] = /^([^:]*):([^:]*):(.*)$/s.exec(text) ?? [];
  if (field === undefined || operator === undefined || value === undefined) {
    return "must look like field:is:value or field:is_not:value";
  }
  if (!isFilterField(field)) return `has an unknown field; known are ${filterFields.join(", ")}`;
  if (operator !== "is" && operator !== "is_not") return "has an unknown operator; known are is and is_not";
  return { field, operator, values: [value] };
}

const isFilterField = (name: string): name is FilterField => (filterFields as readonly string[]).includes(name);

/** IANA time zone in its canonical spelling, since ClickHouse minds upper and lower case. */
const timeZone = z
  .string()
  .max(64)
  .default("UTC")
  .transform((name, context) => {
    try {
      if (/^[A-Za-z]/.test(name)) return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
    } catch {
      // Intl throws for zones that it does not know; the issue below says so.
    }
    context.addIssue("must be an IANA time zone such as Europe/Berlin");
    return z.NEVER;
  });

export const limit = (byDefault: number) => z.coerce.number().int().min(1).max(1_000).default(byDefault);

/** Parameters of a query over a time range, with those of its own. */
export const ranged = <Own extends z.ZodRawShape>(own: Own) =>
  z.strictObject({ from: time, to: time, filter: filters, tz: timeZone, ...own }).superRefine((params, context) => {
    const { from, to } = params as { from: number; to: number };
    if (from >= to) context.addIssue({ code: "custom", path: ["to"], message: "must be after from", input: to });
  });

/** The part of ranged parameters that decides which rows count. */
export const scopeOf = (projectId: number, params: { from: number; to: number; filter: Filter[] }): Scope => ({
  projectId,
  from: params.from,
  to: params.to,
  filters: params.filter,
});
