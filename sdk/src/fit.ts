import { safely } from "./safely.ts";
import type { Props } from "./wire.ts";

/** Keys that ingest refuses: an empty one, and those that would reach an object's prototype when copied carelessly. */
const REFUSED_KEY = /^(|__proto__|constructor|prototype)$/;

/** Longest texts by field, as ingest accepts them; every other field holds at most 100 characters. */
const chars: Record<string, number> = {
  url: 2_048,
  referrer: 2_048,
  route: 300,
  title: 300,
  target: 300,
  message: 2_000,
  stack: 16_000,
};

/** An event or a context cut to what ingest accepts: callers hand in anything, and half a message is better than none. */
export const fit = <T extends object>(record: T): T =>
  (fitFields(record, (value, field) =>
    value && typeof value === "object"
      ? fitFields(value, (prop) => toScalar(prop, 1_000))
      : toScalar(value, chars[field] ?? 100),
  ) ?? {}) as T;

/** The first 50 fields of which something is left; undefined where there are none. */
function fitFields(record: object, fitValue: (value: unknown, field: string) => unknown): object | undefined {
  const fitted = Object.entries(record)
    .map(([field, value]) => [field.slice(0, 64), fitValue(value, field)] as const)
    .filter(([field, value]) => value !== undefined && !REFUSED_KEY.test(field));
  return fitted[0] && Object.fromEntries(fitted.slice(0, 50));
}

/** Booleans and numbers as they are, the rest as text; undefined for what JSON has no word for, such as NaN, functions, bigints and cycles. */
function toScalar(value: unknown, maxChars: number): Props[string] | undefined {
  if (typeof value === "boolean" || Number.isFinite(value)) return value as boolean | number;
  return toText(value)?.slice(0, maxChars);
}

/** What is no text as JSON; undefined for what has none but null. */
export function toText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const json = safely(() => JSON.stringify(value));
  return json === "null" ? undefined : json;
}
