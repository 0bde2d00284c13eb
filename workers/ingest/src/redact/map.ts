import type { Props } from "@perigee/schema";
import type { Redact } from "./redactor.ts";
import type { Tally } from "./tally.ts";

/**
 * Redacts the values of a flat map and, since a site may use anything as one, its keys. Rules see a value's field as `props.<key>` and the
 * keys' as `props`. The map is changed in place.
 */
export function redactMap(field: string, map: Props, { redact, tally }: { redact: Redact; tally: Tally }): void {
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (value === undefined) continue;
    // The key goes first: it stands in the tally's names, which must not hold what was taken out.
    const name = redact(field, key, tally);
    const kept = redactValue(value, (text) => redact(`${field}.${name}`, text, tally));
    if (name !== key) delete map[key];
    if (name !== "") map[name] = kept;
  }
}

/** A number or a yes stays what it is, unless a rule takes something out of its text: a card's number may be sent as a number. */
function redactValue(value: Props[string], redact: (text: string) => string): Props[string] {
  if (typeof value === "string") return redact(value);
  const text = String(value);
  const redacted = redact(text);
  return redacted === text ? value : redacted;
}
