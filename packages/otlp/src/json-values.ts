import { Unreadable, WrongField } from "./reading.ts";

/**
 * Values in OTLP/JSON, which is protobuf's JSON mapping but for ids, which are hex.
 * https://protobuf.dev/programming-guides/json/ and https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 * Each function throws `WrongField` with the name of the field and what it takes.
 */

/** Thrown where an integer lost digits when JSON was parsed: it must be parsed again, by `parseExactly`. */
export class Inexact extends Error {}

const digits = /^-?\d{1,20}$/;

/** Parses integers beyond 2^53 as bigint, at several times the cost of JSON.parse. */
export function parseExactly(text: string): unknown {
  try {
    return JSON.parse(text, keepDigits);
  } catch (cause) {
    // What JSON.parse reads at any depth, a reviver visits recursively.
    throw new Unreadable("The body is nested too deeply.", { type: "invalid-otlp", cause });
  }
}

function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value) || !Number.isInteger(value)) return value;
  // One with an exponent, which some encoders write, is no more exact than it was parsed.
  const source = context?.source ?? "";
  return BigInt(digits.test(source) ? source : value);
}

export function object(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new WrongField(`${name} must be an object`);
  return value as Record<string, unknown>;
}

export function list(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value)) throw new WrongField(`${name} must be a list`);
  return value;
}

export function text(value: unknown, name: string): string {
  if (typeof value !== "string") throw new WrongField(`${name} must be text`);
  return value;
}

export function bool(value: unknown, name: string): boolean {
  if (typeof value !== "boolean") throw new WrongField(`${name} must be true or false`);
  return value;
}

export function double(value: unknown, name: string): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  if (Number.isNaN(number) && value !== "NaN") throw new WrongField(`${name} must be a number`);
  return number;
}

export const fromDouble = (value: number): number | string =>
  Number.isFinite(value) && !Object.is(value, -0) ? value : doubleText(value);

/** JSON has neither these numbers nor, by JSON.stringify, the sign of zero. */
const doubleText = (value: number): string => (value === 0 ? "-0" : String(value));

/** An integer within these bounds, as a number or as decimal text. */
function integer(value: unknown, name: string, [least, most]: readonly [bigint, bigint]): bigint {
  if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)) throw new Inexact();
  const isInteger =
    typeof value === "bigint" || Number.isInteger(value) || (typeof value === "string" && digits.test(value));
  const exact = isInteger ? BigInt(value as bigint | number | string) : most + 1n;
  if (exact < least || exact > most) throw new WrongField(`${name} must be an integer from ${least} to ${most}`);
  return exact;
}

const uint64Bounds = [0n, 2n ** 64n - 1n] as const;
const int64Bounds = [-(2n ** 63n), 2n ** 63n - 1n] as const;

export const uint64 = (value: unknown, name: string): bigint => integer(value, name, uint64Bounds);

/** A number where it holds the value exactly, else a bigint. */
export function int64(value: unknown, name: string): number | bigint {
  if (Number.isSafeInteger(value)) return Object.is(value, -0) ? 0 : (value as number);
  const exact = integer(value, name, int64Bounds);
  const rounded = Number(exact);
  return Number.isSafeInteger(rounded) ? rounded : exact;
}

/** Of 32 bits: numbers hold all of these. */
export function int32(value: unknown, name: string, [least, most]: readonly [number, number]): number {
  const number = typeof value === "string" && digits.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number) || number < least || number > most) {
    throw new WrongField(`${name} must be an integer from ${least} to ${most}`);
  }
  return number + 0;
}
