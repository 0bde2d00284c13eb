import { z } from "zod";
import { limits } from "./limits.ts";

export type Props = Record<string, string | number | boolean>;

/** Keys that would reach an object's prototype when copied carelessly are refused at the door. */
const reservedKeys = ["__proto__", "constructor", "prototype"];

/** The reserved key that stands as an own key in the object, as JSON.parse makes it; undefined when there is none. */
export const reservedKeyIn = (object: object): string | undefined =>
  reservedKeys.find((key) => Object.hasOwn(object, key));

/**
 * A flat map of strings, numbers and booleans: the free part of an event. Values of other kinds become JSON text, what is too long is cut, what
 * is too much or has a reserved or an empty key is left out: the rest still counts. Written by hand and not as `z.record`, which costs
 * several times as much on the hot path.
 */
export const props = (maxKeys: number) =>
  z.unknown().transform((value, context): Props => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      context.addIssue({ code: "custom", message: "must be an object of strings, numbers and booleans" });
      return z.NEVER;
    }
    return isSound(value, maxKeys) ? (value as Props) : mend(value, maxKeys);
  });

/** Nearly every map is: it goes through as it is, without a copy. */
function isSound(value: object, maxKeys: number): boolean {
  const entries = Object.entries(value);
  return entries.length <= maxKeys && entries.every(([key, entry]) => isSoundKey(key) && isSoundValue(entry));
}

const isSoundKey = (key: string): boolean =>
  key !== "" && key.length <= limits.propKeyChars && !reservedKeys.includes(key) && key.isWellFormed();

function isSoundValue(value: unknown): boolean {
  if (typeof value === "string") return value.length <= limits.propValueChars && value.isWellFormed();
  return typeof value === "boolean" || Number.isFinite(value);
}

function mend(value: object, maxKeys: number): Props {
  const mended: Props = {};
  let room = maxKeys;
  for (const [key, entry] of Object.entries(value)) {
    const name = key.slice(0, limits.propKeyChars).toWellFormed();
    const scalar = toScalar(entry);
    if (scalar === undefined || name === "" || reservedKeys.includes(name)) continue;
    if (room-- === 0) break;
    mended[name] = scalar;
  }
  return mended;
}

function toScalar(value: unknown): Props[string] | undefined {
  if (typeof value === "boolean" || Number.isFinite(value)) return value as boolean | number;
  if (value === null || value === undefined) return undefined;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.slice(0, limits.propValueChars).toWellFormed();
}
