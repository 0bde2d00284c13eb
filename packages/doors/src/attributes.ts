import type { AnyValue, KeyValues } from "@perigee/otlp";
import type { Props } from "@perigee/schema";
import { isPersonal } from "./personal.ts";

/** Nothing that people log is nested deeper; what is deeper was sent to exhaust somebody's stack. */
const maxDepth = 16;

/** A value of JSON as OpenTelemetry has it. */
export function anyValue(json: unknown, depth = 0): AnyValue {
  if (typeof json !== "object" || json === null) return isScalar(json) ? json : null;
  if (depth >= maxDepth) return null;
  if (Array.isArray(json)) return json.map((entry) => anyValue(entry, depth + 1));
  return new Map(Object.entries(json).map(([key, entry]) => [key, anyValue(entry, depth + 1)]));
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** Without what is not set: an attribute that says nothing is none. */
export const keyValues = (entries: Iterable<readonly [string, AnyValue | undefined]>): KeyValues =>
  new Map(
    Array.from(entries).filter((entry): entry is [string, AnyValue] => entry[1] !== undefined && entry[1] !== null),
  );

export const attributesOf = (json: Record<string, unknown>, prefix = ""): KeyValues =>
  keyValues(Object.entries(json).map(([key, value]) => [prefix + key, anyValue(value)]));

export const withoutPersonal = (attributes: KeyValues): KeyValues =>
  new Map(Array.from(attributes).filter(([name]) => !isPersonal(name)));

/** The scalars of an object as properties of an event, without those that name a person. */
export const propsOf = (json: Record<string, unknown>, prefix = ""): Props =>
  Object.fromEntries(
    Object.entries(json).flatMap(([key, value]) => {
      const name = prefix + key;
      return isScalar(value) && !isPersonal(name) ? [[name, value] as const] : [];
    }),
  );
