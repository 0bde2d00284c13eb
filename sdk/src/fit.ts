import { safely } from "./safely.ts";
import type { Props } from "./wire.ts";

/** Keys that ingest refuses, because they would reach an object's prototype when copied carelessly. */
const RESERVED_KEYS = ["__proto__", "constructor", "prototype"];

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
export function fit<T extends object>(record: T): T {
  const fitted = Object.entries(record).map(([field, value]) => {
    if (typeof value === "string") return [field, value.slice(0, chars[field] ?? 100)];
    return [field, value && typeof value === "object" ? fitProps(value) : (value ?? undefined)];
  });
  return Object.fromEntries(fitted);
}

/** Scalars as they are, other values as JSON, what has neither left out. */
function fitProps(props: object): Props {
  const fitted = Object.entries(props)
    .map(([key, value]) => [key.slice(0, 64), toScalar(value)] as const)
    .filter(([key, value]) => value !== undefined && key && !RESERVED_KEYS.includes(key));
  return Object.fromEntries(fitted.slice(0, 50)) as Props;
}

/** Undefined for what JSON has no word for, such as NaN, functions, bigints and cycles. */
function toScalar(value: unknown): Props[string] | undefined {
  if (typeof value === "boolean" || Number.isFinite(value)) return value as boolean | number;
  const text = typeof value === "string" ? value : safely(() => JSON.stringify(value));
  return text === "null" ? undefined : text?.slice(0, 1_000);
}
