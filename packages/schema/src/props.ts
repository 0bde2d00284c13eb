import { z } from "zod";
import { limits } from "./limits.ts";

export type Props = Record<string, string | number | boolean>;

/** Keys that would reach an object's prototype when copied carelessly are refused at the door. */
const reservedKeys = ["__proto__", "constructor", "prototype"];

/** The reserved key that stands as an own key in the object, as JSON.parse makes it; undefined when there is none. */
export const reservedKeyIn = (object: object): string | undefined =>
  reservedKeys.find((key) => Object.hasOwn(object, key));

/**
 * A flat map of strings, numbers and booleans: the free part of an event. Written by hand and not as `z.record`, because
 * `z.record` drops a key `__proto__` in silence where we promise to name it, and costs several times as much on the hot path.
 */
export const props = (maxKeys: number) =>
  z.unknown().transform((value, context): Props => {
    const fault = faultOfMap(value, maxKeys);
    if (fault) {
      context.addIssue({ code: "custom", message: fault });
      return z.NEVER;
    }
    return isSound(value as object) ? (value as Props) : acceptEntries(value as object, context);
  });

/** Nearly every map is: it goes through as it is, without a copy. */
const isSound = (value: object): boolean =>
  Object.entries(value).every(([key, entry]) => !(faultOfKey(key) ?? faultOfValue(entry)) && !isMended(key, entry));

const isMended = (key: string, entry: unknown): boolean =>
  !key.isWellFormed() || (typeof entry === "string" && !entry.isWellFormed());

function acceptEntries(value: object, context: z.RefinementCtx): Props {
  const accepted: Props = {};
  for (const [key, entry] of Object.entries(value)) {
    const fault = faultOfKey(key) ?? faultOfValue(entry);
    if (fault) context.addIssue({ code: "custom", message: fault, path: [key] });
    else accepted[key.toWellFormed()] = typeof entry === "string" ? entry.toWellFormed() : entry;
  }
  return accepted;
}

function faultOfMap(value: unknown, maxKeys: number): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return "must be an object of strings, numbers and booleans";
  }
  const count = Object.keys(value).length;
  return count > maxKeys ? `has ${count} keys, more than ${maxKeys}` : undefined;
}

function faultOfKey(key: string): string | undefined {
  if (key === "") return "is an empty key";
  if (key.length > limits.propKeyChars) return `is a key longer than ${limits.propKeyChars} characters`;
  return reservedKeys.includes(key) ? "is a reserved key" : undefined;
}

function faultOfValue(value: unknown): string | undefined {
  if (typeof value === "boolean") return undefined;
  if (typeof value === "number") return Number.isFinite(value) ? undefined : "must be a finite number";
  if (typeof value !== "string") return "must be a string, number or boolean";
  return value.length > limits.propValueChars ? `is longer than ${limits.propValueChars} characters` : undefined;
}
