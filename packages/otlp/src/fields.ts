import { keyValuesToJson, readKeyValue, readKeyValuesJson } from "./any-value.ts";
import * as json from "./json-values.ts";
import { type Field, type Message, readJson, readWire, toJson } from "./message.ts";
import { type Reading, WrongField } from "./reading.ts";
import type { Scalar } from "./scalars.ts";
import type { KeyValues } from "./tree.ts";
import { wireTypes } from "./wire-reader.ts";

/** Makers of the fields of a message. `key` is where the value stands in the tree, and the field's name, too, unless `named` gives another. */

export function field<Key extends string, Value>(
  key: Key,
  number: number,
  scalar: Scalar<Value>,
): Field<Record<Key, Value>> {
  return {
    name: key,
    number,
    wireTypes: 1 << scalar.wireType,
    readWire: (reader, target) => {
      target[key] = scalar.readWire(reader);
    },
    readJson: (value, target, reading) => {
      target[key] = scalar.readJson(value, key, reading);
    },
    toJson: (source) => (scalar.isDefault(source[key]) ? undefined : scalar.toJson(source[key])),
  };
}

export const named = <Target>(name: string, ofField: Field<Target>): Field<Target> => ({ ...ofField, name });

/** A field that is read but not written: a second way to say what another field of the message says. */
export const readOnly = <Target>(ofField: Field<Target>): Field<Target> => ({ ...ofField, toJson: () => undefined });

export function keyValues<Key extends string>(key: Key, number: number): Field<Record<Key, KeyValues>> {
  return {
    name: key,
    number,
    wireTypes: 1 << wireTypes.bytes,
    readWire: (reader, target) => readKeyValue(reader, target[key], 1),
    readJson: (value, target, reading) => readKeyValuesJson(value, { map: target[key], reading, depth: 1 }),
    toJson: (source) => (source[key].size === 0 ? undefined : keyValuesToJson(source[key])),
  };
}

/** A list of numbers; what stands behind the most that is of use is not kept. */
export function numbers<Key extends string, Value>(
  key: Key,
  number: number,
  { scalar, most }: { scalar: Scalar<Value>; most: number },
): Field<Record<Key, Value[]>> {
  return {
    name: key,
    number,
    wireTypes: (1 << scalar.wireType) | (1 << wireTypes.bytes),
    // A list that is not packed has a tag for each number.
    readWire: (reader, target, wireType) => {
      const list = target[key];
      if (wireType !== wireTypes.bytes) {
        keep(list, scalar.readWire(reader), most);
        return;
      }
      const end = reader.enter();
      while (reader.at < end) keep(list, scalar.readWire(reader), most);
      reader.leave(end);
    },
    readJson: (value, target, reading) => {
      const list = json.list(value, key).slice(0, most + 1);
      target[key] = list.map((entry) => scalar.readJson(entry, key, reading));
    },
    toJson: (source) => (source[key].length === 0 ? undefined : source[key].map(scalar.toJson)),
  };
}

/** One more than the most, so that rows see that there were too many. */
function keep<Value>(list: Value[], value: Value, most: number): void {
  if (list.length <= most) list.push(value);
}

/** A message of its own under `key`. */
export function nested<Key extends string, Value>(
  key: Key,
  number: number,
  ofMessage: Message<Value>,
): Field<Record<Key, Value>> {
  return {
    name: key,
    number,
    wireTypes: 1 << wireTypes.bytes,
    readWire: (reader, target) => {
      readWire(reader, ofMessage, target[key]);
    },
    readJson: (value, target, reading) => {
      readJson(ofMessage, json.object(value, key), { target: target[key], reading });
    },
    toJson: (source) => orUndefined(toJson(ofMessage, source[key])),
  };
}

/** A message whose fields stand in the tree beside those of the message around it. */
export function spread<Target>(name: string, number: number, ofMessage: Message<Target>): Field<Target> {
  return {
    name,
    number,
    wireTypes: 1 << wireTypes.bytes,
    readWire: (reader, target) => {
      readWire(reader, ofMessage, target);
    },
    readJson: (value, target, reading) => {
      readJson(ofMessage, json.object(value, name), { target, reading });
    },
    toJson: (source) => orUndefined(toJson(ofMessage, source)),
  };
}

/** A list of messages. */
export function records<Key extends string, Value>(
  key: Key,
  number: number,
  ofMessage: Message<Value>,
): Field<Record<Key, Value[]>> {
  return {
    name: key,
    number,
    wireTypes: 1 << wireTypes.bytes,
    readWire: (reader, target) => {
      reader.reading.addRecord();
      target[key].push(readWire(reader, ofMessage, ofMessage.create()));
    },
    readJson: (value, target, reading) => {
      for (const entry of json.list(value, key))
        target[key].push(readRecord(ofMessage, json.object(entry, key), reading));
    },
    toJson: (source) => (source[key].length === 0 ? undefined : source[key].map((entry) => toJson(ofMessage, entry))),
  };
}

/** A list of records each of which is refused alone. */
export function separateRecords<Key extends string, Value>(
  key: Key,
  number: number,
  ofMessage: Message<Value>,
): Field<Record<Key, Value[]>> {
  return {
    ...records(key, number, ofMessage),
    readJson: (value, target, reading) => {
      for (const [index, entry] of json.list(value, key).entries()) {
        try {
          target[key].push(readRecord(ofMessage, json.object(entry, key), reading));
        } catch (cause) {
          if (!(cause instanceof WrongField)) throw cause;
          reading.findings.reject(`${key}.${index}: ${cause.message}`);
        }
      }
    },
  };
}

function readRecord<Value>(ofMessage: Message<Value>, source: Record<string, unknown>, reading: Reading): Value {
  reading.addRecord();
  return readJson(ofMessage, source, { target: ofMessage.create(), reading });
}

const orUndefined = (written: object): object | undefined => (Object.keys(written).length === 0 ? undefined : written);
