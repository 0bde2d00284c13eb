import { limits } from "@perigee/schema";

/** Of pages that no framework has named a pattern for: the path with `:id` in the place of what tells one thing from another. */
export function routeOf(path: string): string {
  if (!mayHoldId.test(path)) return path.slice(0, limits.routeChars).toWellFormed();
  const route = path.split("/").map((segment) => (isId(segment) ? ":id" : segment));
  return route.join("/").slice(0, limits.routeChars).toWellFormed();
}

/** Every id has a digit, but for what redaction has left in an id's place. */
const mayHoldId = /[\d*[]/;

const number = /^\d[\d.,_-]*$/;
const uuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;
/** Hashes and object ids; shorter ones such as `cafe1` may be words. */
const hex = /^(?=.*\d)[\da-f]{8,}$/i;
/** ULIDs, nanoids, keys: no word is that long without a hyphen and has a digit. */
const token = /^(?=.*\d)\w{16,}$/;
const redacted = /^(?:\[email\]|\[token\]|\*{3})$/;

const isId = (segment: string): boolean => [number, uuid, hex, token, redacted].some((form) => form.test(segment));
