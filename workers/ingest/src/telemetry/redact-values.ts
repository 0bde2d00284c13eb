import { type AnyValue, asText, type KeyValues } from "@perigee/otlp";
import type { TelemetryMap, TelemetryText } from "@perigee/schema";
import type { Redact } from "../redact/redactor.ts";
import type { Tally } from "../redact/tally.ts";

export type Redaction = { redact: Redact; tally: Tally };

export const redactText = (field: TelemetryText, text: string, { redact, tally }: Redaction): string =>
  text === "" ? text : redact(field, text, tally);

/** All texts of a body are the field `body`, however deep they lie. */
export const redactBody = (body: AnyValue, by: Redaction): AnyValue => redactValue("body", body, by);

/**
 * Redacts the values of a map and, since a sender may use anything as one, its keys. Rules see a value's field as `attributes.<key>`, those of
 * lists and maps within it too, and the keys' as `attributes`. The map is changed in place; `except` stays as it is.
 */
export function redactAttributes(
  field: TelemetryMap,
  attributes: KeyValues,
  { except, ...by }: Redaction & { except?: string },
): void {
  const renamed: [string, string, AnyValue][] = [];
  for (const [key, value] of attributes) {
    if (key === except) continue;
    // The key goes first: it stands in the tally's names, which must not hold what was taken out.
    const name = by.redact(field, key, by.tally);
    const kept = redactValue(`${field}.${name}`, value, by);
    if (name !== key) renamed.push([key, name, kept]);
    else if (kept !== value) attributes.set(key, kept);
  }
  for (const [key, name, value] of renamed) {
    attributes.delete(key);
    if (name !== "") attributes.set(name, value);
  }
}

/** A number or a yes stays what it is, unless a rule takes something out of its text. Lists and maps are changed in place. */
function redactValue(field: string, value: AnyValue, by: Redaction): AnyValue {
  if (typeof value === "string") return by.redact(field, value, by.tally);
  if (value === null) return value;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) value[index] = redactValue(field, item, by);
    return value;
  }
  if (value instanceof Map) {
    redactMap(field, value, by);
    return value;
  }
  const text = asText(value);
  const redacted = by.redact(field, text, by.tally);
  return redacted === text ? value : redacted;
}

function redactMap(field: string, map: KeyValues, by: Redaction): void {
  const entries = Array.from(map, ([key, value]): [string, AnyValue] => [
    by.redact(field, key, by.tally),
    redactValue(field, value, by),
  ]);
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}
