import { limits } from "@perigee/schema";
import { fromBase64, toBase64 } from "./base64.ts";
import * as json from "./json-values.ts";
import { type Reading, WrongField } from "./reading.ts";
import type { AnyValue, KeyValues } from "./tree.ts";
import type { WireReader } from "./wire-reader.ts";

/**
 * `AnyValue` and lists of `KeyValue` in both encodings: most of every request, thus written by hand.
 * https://github.com/open-telemetry/opentelemetry-proto/blob/v1.10.0/opentelemetry/proto/common/v1/common.proto
 */

const known = [1, 2, 3, 4, 5, 6, 7];
const knownInList = [1];
const knownInPair = [1, 2];

/** `depth` is 1 for the value of an attribute and for a body. */
export function readAnyValue(reader: WireReader, depth: number): AnyValue {
  const end = reader.enter();
  let value: AnyValue = null;
  while (reader.at < end) {
    const tag = reader.tag();
    if (tag === 0x0a) value = reader.text();
    else if (tag === 0x10) value = reader.varint() !== 0;
    else if (tag === 0x18) value = reader.int64();
    else if (tag === 0x21) value = reader.double();
    else value = readRareValue(reader, tag, depth) ?? value;
  }
  reader.leave(end);
  return value;
}

/** Undefined for a field that is not known. */
function readRareValue(reader: WireReader, tag: number, depth: number): AnyValue | undefined {
  if (tag === 0x3a) return reader.bytes();
  if (tag !== 0x2a && tag !== 0x32) {
    reader.skipUnknown(tag, known);
    return undefined;
  }
  if (depth >= limits.otlpValueDepth) {
    reader.at = reader.enter();
    return reader.reading.cutDepth();
  }
  return tag === 0x2a ? readList(reader, depth + 1) : readMap(reader, depth + 1);
}

function readList(reader: WireReader, depth: number): AnyValue[] {
  const end = reader.enter();
  const list: AnyValue[] = [];
  while (reader.at < end) {
    const tag = reader.tag();
    if (tag === 0x0a) {
      reader.reading.addValue();
      list.push(readAnyValue(reader, depth));
    } else reader.skipUnknown(tag, knownInList);
  }
  reader.leave(end);
  return list;
}

function readMap(reader: WireReader, depth: number): KeyValues {
  const end = reader.enter();
  const map: KeyValues = new Map();
  while (reader.at < end) {
    const tag = reader.tag();
    if (tag === 0x0a) readKeyValue(reader, map, depth);
    else reader.skipUnknown(tag, knownInList);
  }
  reader.leave(end);
  return map;
}

/** One attribute, into the map that it belongs to. */
export function readKeyValue(reader: WireReader, map: KeyValues, depth: number): void {
  reader.reading.addValue();
  const end = reader.enter();
  let key = "";
  let value: AnyValue = null;
  while (reader.at < end) {
    const tag = reader.tag();
    if (tag === 0x0a) key = reader.text();
    else if (tag === 0x12) value = readAnyValue(reader, depth);
    else reader.skipUnknown(tag, knownInPair);
  }
  reader.leave(end);
  map.set(key, value);
}

type JsonReader = (value: unknown, reading: Reading, depth: number) => AnyValue;

/** In the order of how often they are met. */
const jsonKinds: readonly (readonly [string, JsonReader])[] = [
  ["stringValue", (value) => json.text(value, "stringValue")],
  ["intValue", (value) => json.int64(value, "intValue")],
  ["boolValue", (value) => json.bool(value, "boolValue")],
  ["doubleValue", (value) => json.double(value, "doubleValue")],
  ["arrayValue", readListJson],
  ["kvlistValue", readMapJson],
  ["bytesValue", readBytesJson],
];

export function readAnyValueJson(source: unknown, reading: Reading, depth: number): AnyValue {
  const fields = json.object(source, "value");
  for (const [name, read] of jsonKinds) {
    const value = fields[name];
    if (value !== undefined && value !== null) return read(value, reading, depth);
  }
  return null;
}

function readListJson(source: unknown, reading: Reading, depth: number): AnyValue {
  if (depth >= limits.otlpValueDepth) return reading.cutDepth();
  const values = json.list(json.object(source, "arrayValue")["values"] ?? [], "arrayValue.values");
  return values.map((value) => {
    reading.addValue();
    return readAnyValueJson(value, reading, depth + 1);
  });
}

function readMapJson(source: unknown, reading: Reading, depth: number): AnyValue {
  if (depth >= limits.otlpValueDepth) return reading.cutDepth();
  const map: KeyValues = new Map();
  readKeyValuesJson(json.object(source, "kvlistValue")["values"] ?? [], { map, reading, depth: depth + 1 });
  return map;
}

function readBytesJson(source: unknown): AnyValue {
  const bytes = fromBase64(json.text(source, "bytesValue"));
  if (bytes === undefined) throw new WrongField("bytesValue must be base64");
  return bytes;
}

type Into = { map: KeyValues; reading: Reading; depth: number };

export function readKeyValuesJson(source: unknown, { map, reading, depth }: Into): void {
  for (const pair of json.list(source, "attributes")) {
    reading.addValue();
    const { key, value } = json.object(pair, "attribute");
    map.set(
      json.text(key ?? "", "key"),
      value === undefined || value === null ? null : readAnyValueJson(value, reading, depth),
    );
  }
}

export function anyValueToJson(value: AnyValue): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "bigint") return { intValue: String(value) };
  if (typeof value === "number")
    return isInteger(value) ? { intValue: String(value) } : { doubleValue: json.fromDouble(value) };
  if (value === null) return {};
  if (value instanceof Uint8Array) return { bytesValue: toBase64(value) };
  if (value instanceof Map) return { kvlistValue: { values: keyValuesToJson(value) } };
  return { arrayValue: { values: value.map(anyValueToJson) } };
}

/** Whether an int64 is this very number; it has no -0. */
export const isInteger = (value: number): boolean => Number.isSafeInteger(value) && !Object.is(value, -0);

export const keyValuesToJson = (map: KeyValues): object[] =>
  Array.from(map, ([key, value]) => ({ key, value: anyValueToJson(value) }));

/**
 * How a value stands in a Map(String, String) column: text as it is, numbers and booleans in their usual form, bytes as base64, lists and maps
 * as JSON, an unset value as empty text.
 */
export function asText(value: AnyValue): string {
  if (typeof value === "string") return value;
  if (value === null) return "";
  if (typeof value !== "object") return String(value);
  return value instanceof Uint8Array ? toBase64(value) : nestedText(value, 1);
}

/** JSON in which 64-bit integers keep all their digits, which JSON.stringify cannot write. */
function nestedText(value: AnyValue, depth: number): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : `"${value}"`;
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof Uint8Array) return `"${toBase64(value)}"`;
  // Trees of other formats' readers may be deeper than those of ours.
  if (depth > limits.otlpValueDepth) return "null";
  if (value instanceof Map) {
    const pairs = Array.from(value, ([key, entry]) => `${JSON.stringify(key)}:${nestedText(entry, depth + 1)}`);
    return `{${pairs.join(",")}}`;
  }
  return `[${value.map((entry) => nestedText(entry, depth + 1)).join(",")}]`;
}
