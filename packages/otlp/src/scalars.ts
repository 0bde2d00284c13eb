import { anyValueToJson, readAnyValue, readAnyValueJson } from "./any-value.ts";
import * as json from "./json-values.ts";
import type { Reading } from "./reading.ts";
import type { AnyValue } from "./tree.ts";
import { type WireReader, type WireType, wireTypes } from "./wire-reader.ts";

/** How one kind of value is read and written, whatever its field. */
export type Scalar<Value> = {
  wireType: WireType;
  /** Of a value that need not be written. */
  isDefault: (value: Value) => boolean;
  readWire: (reader: WireReader) => Value;
  readJson: (value: unknown, name: string, reading: Reading) => Value;
  toJson: (value: Value) => unknown;
};

const isZero = (value: number | bigint): boolean => value === 0 || value === 0n;

export const text: Scalar<string> = {
  wireType: wireTypes.bytes,
  isDefault: (value) => value === "",
  readWire: (reader) => reader.text(),
  readJson: json.text,
  toJson: (value) => value,
};

/** Of a trace or a span: bytes in protobuf, hex in JSON, where other bytes are base64. Whether it is a valid one, rows ask. */
export const id: Scalar<string> = {
  wireType: wireTypes.bytes,
  isDefault: (value) => value === "",
  readWire: (reader) => reader.hex(),
  readJson: (value, name) => json.text(value, name).toLowerCase(),
  toJson: (value) => value,
};

export const bool: Scalar<boolean> = {
  wireType: wireTypes.varint,
  isDefault: (value) => !value,
  readWire: (reader) => reader.varint() !== 0,
  readJson: json.bool,
  toJson: (value) => value,
};

/** Integers of 64 bits are text in JSON. */
export const fixed64: Scalar<bigint> = {
  wireType: wireTypes.fixed64,
  isDefault: isZero,
  readWire: (reader) => reader.fixed64(),
  readJson: json.uint64,
  toJson: String,
};

export const uint64: Scalar<bigint> = { ...fixed64, wireType: wireTypes.varint, readWire: (reader) => reader.uint64() };

const int32Bounds = [-(2 ** 31), 2 ** 31 - 1] as const;
const uint32Bounds = [0, 2 ** 32 - 1] as const;

export const uint32: Scalar<number> = {
  wireType: wireTypes.varint,
  isDefault: isZero,
  readWire: (reader) => reader.uint32(),
  readJson: (value, name) => json.int32(value, name, uint32Bounds),
  toJson: (value) => value,
};

export const fixed32: Scalar<number> = {
  ...uint32,
  wireType: wireTypes.fixed32,
  readWire: (reader) => reader.fixed32(),
};

export const sint32: Scalar<number> = {
  ...uint32,
  readWire: (reader) => reader.sint32(),
  readJson: (value, name) => json.int32(value, name, int32Bounds),
};

/** In JSON its number or one of the names, which stand in the order of their numbers, from 0. */
export const enumeration = (prefix: string, names: readonly string[]): Scalar<number> => ({
  ...uint32,
  readWire: (reader) => reader.int32(),
  readJson: (value, name) => {
    const known =
      typeof value === "string" && value.startsWith(prefix) ? names.indexOf(value.slice(prefix.length)) : -1;
    return known >= 0 ? known : json.int32(value, name, int32Bounds);
  },
});

const isPlusZero = (value: number): boolean => Object.is(value, 0);

export const double: Scalar<number> = {
  wireType: wireTypes.fixed64,
  isDefault: isPlusZero,
  readWire: (reader) => reader.double(),
  readJson: json.double,
  toJson: json.fromDouble,
};

/** One whose 0 is something else than nothing. */
export const optionalDouble: Scalar<number | undefined> = {
  ...double,
  isDefault: (value) => value === undefined,
  toJson: (value) => (value === undefined ? undefined : json.fromDouble(value)),
};

/** The value of a number point: what neither of its two fields gives is not 0 but nothing, NaN. */
export const pointDouble: Scalar<number> = { ...double, isDefault: () => false };

export const pointInt: Scalar<number> = {
  ...double,
  readWire: (reader) => Number(reader.sfixed64()),
  readJson: (value, name) => Number(json.int64(value, name)),
};

export const body: Scalar<AnyValue> = {
  wireType: wireTypes.bytes,
  isDefault: (value) => value === null,
  readWire: (reader) => readAnyValue(reader, 1),
  readJson: (value, _name, reading) => readAnyValueJson(value, reading, 1),
  toJson: anyValueToJson,
};
