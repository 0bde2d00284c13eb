import type { AnyValue } from "@perigee/otlp";
import { addAttribute, emptyLine, type ParsedLine } from "./parsed-line.ts";

/** Objects within objects down to here become names with dots; what lies deeper stays an object. */
const maxFlatDepth = 5;

/** What is nested deeper is left out: no stack is deep enough for every line. */
const maxDepth = 32;

/** A line that is one JSON object; its members become attributes, those of objects within it as `http.status`. Nulls say nothing. */
export function parseJsonLine(line: string): ParsedLine | undefined {
  const object = readObject(line);
  return object && flatten(Object.entries(object));
}

/** The same for a body that came as a map. */
export const flatten = (members: Iterable<[string, unknown]>): ParsedLine => {
  const parsed = emptyLine();
  addMembers(parsed, members, { prefix: "", depth: 1 });
  return parsed;
};

function readObject(line: string): object | undefined {
  const text = line.trim();
  if (!text.startsWith("{") || !text.endsWith("}")) return undefined;
  try {
    const value = parseJson(text);
    return isObject(value) ? value : undefined;
  } catch {
    // Not JSON after all, or nested beyond the stack: either way the line stays as it is.
    return undefined;
  }
}

/** As JSON.parse, but integers that a double does not hold exactly, such as ids of 64 bits, are read from their text. */
export const parseJson = (text: string): unknown =>
  longNumber.test(text) ? JSON.parse(text, withBigInts) : JSON.parse(text);

const longNumber = /\d{16}/;

function withBigInts(_: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? "";
  return /^-?\d{1,40}$/.test(source) ? BigInt(source) : value;
}

type Place = { prefix: string; depth: number };

function addMembers(parsed: ParsedLine, members: Iterable<[string, unknown]>, { prefix, depth }: Place): void {
  for (const [key, value] of members) {
    const name = prefix + key;
    const inner = depth < maxFlatDepth ? membersOf(value) : undefined;
    if (inner) addMembers(parsed, inner, { prefix: `${name}.`, depth: depth + 1 });
    else if (value !== null && name !== "") addAttribute(parsed, name, toAnyValue(value, depth));
  }
}

function membersOf(value: unknown): Iterable<[string, unknown]> | undefined {
  if (value instanceof Map) return value;
  return isObject(value) ? Object.entries(value) : undefined;
}

function toAnyValue(value: unknown, depth: number): AnyValue {
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return depth > maxDepth ? null : value.map((item) => toAnyValue(item, depth + 1));
  const members = membersOf(value);
  if (members) {
    if (depth > maxDepth) return null;
    return new Map(Array.from(members, ([key, inner]) => [key, toAnyValue(inner, depth + 1)]));
  }
  return isScalar(value) ? value : null;
}

const isScalar = (value: unknown): value is string | number | bigint | boolean =>
  ["string", "number", "bigint", "boolean"].includes(typeof value);

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
