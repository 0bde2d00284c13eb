import { safely } from "./safely.ts";
import { scrubText } from "./scrub-text.ts";

/** Longer texts would be cut at the edge anyway, which knows the limit of each field; this one bounds what leaves the browser. */
const LONGEST = 16_000;

/** Ids are ours, or meant to be told, and digits of one may look like those of a card. */
const scrub = (field: string, value: unknown) =>
  typeof value === "string" && !/id$/i.test(field) ? scrubText(value.slice(0, LONGEST)) : value;

/**
 * An event or a context as JSON, scrubbed. Callers hand in anything: without what JSON has no word for, the rest still counts. What was
 * thrown is for `beforeSend` alone, and may throw when it is looked at.
 */
export function toJson(record: object): string {
  const told = { ...record, thrown: undefined };
  return safely(() => JSON.stringify(told, scrub)) ?? JSON.stringify({ ...told, props: undefined }, scrub);
}
