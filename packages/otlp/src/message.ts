import type { Reading } from "./reading.ts";
import type { WireReader } from "./wire-reader.ts";

/**
 * A message of the protocol, described once for both encodings: what a field is called, what its number is, how its value is read and
 * written. `readWire`, `readJson` and `toJson` walk over such descriptions.
 */

/** One field and the part of the tree that it fills. */
export type Field<Target> = {
  /** The protocol's name in lowerCamelCase. */
  name: string;
  number: number;
  /** Bit by wire type: which ones the field may come with. Lists of numbers may come packed or not. */
  wireTypes: number;
  readWire: (reader: WireReader, target: Target, wireType: number) => void;
  readJson: (value: unknown, target: Target, reading: Reading) => void;
  /** Undefined where the value is the default, which is not written. */
  toJson: (source: Target) => unknown;
};

export type Message<Target> = {
  create: () => Target;
  fields: readonly Field<Target>[];
  byNumber: readonly (Field<Target> | undefined)[];
};

export function message<Target>(create: () => Target, fields: readonly Field<Target>[]): Message<Target> {
  const length = Math.max(...fields.map(({ number }) => number)) + 1;
  const byNumber = Array.from({ length }, (_, number) => fields.find((field) => field.number === number));
  return { create, fields, byNumber };
}

/** Reads a message that begins with its length into the target. */
export function readWire<Target>(reader: WireReader, { byNumber }: Message<Target>, target: Target): Target {
  const end = reader.enter();
  while (reader.at < end) {
    const tag = reader.tag();
    const number = tag >>> 3;
    const field = number < byNumber.length ? byNumber[number] : undefined;
    if (field === undefined) reader.skip(tag & 7);
    else if ((field.wireTypes >> (tag & 7)) & 1) field.readWire(reader, target, tag & 7);
    else reader.fail(`wire type ${tag & 7} for ${field.name}`, reader.at);
  }
  reader.leave(end);
  return target;
}

/** In JSON, null is the same as a field that is not there. */
export function readJson<Target>(
  { fields }: Message<Target>,
  source: Record<string, unknown>,
  into: Into<Target>,
): Target {
  const { target, reading } = into;
  for (const field of fields) {
    const value = source[field.name];
    if (value !== undefined && value !== null) field.readJson(value, target, reading);
  }
  return target;
}

export type Into<Target> = { target: Target; reading: Reading };

export function toJson<Target>({ fields }: Message<Target>, source: Target): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  for (const field of fields) {
    const value = field.toJson(source);
    if (value !== undefined) written[field.name] = value;
  }
  return written;
}
