import { WireReader } from "@perigee/otlp";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText } from "../test/any-text.ts";
import {
  delimited,
  double,
  integer,
  join,
  message,
  packedZigzag,
  text,
  varint,
  zigzag,
} from "../test/protobuf-writer.ts";
import {
  bytesField,
  fixed64Field,
  readFields,
  readInt64,
  readMessage,
  readPackedSint64s,
  readPair,
  readSint64,
  tryRead,
  varintField,
} from "./protobuf.ts";

/** What `read` makes of a message's fields. */
function readAll<T>(bytes: Uint8Array, read: (reader: WireReader, tag: number) => T) {
  return tryRead(() => {
    const values: T[] = [];
    const reader = new WireReader(bytes);
    readFields(reader, reader.length, (tag) => values.push(read(reader, tag)));
    return values;
  });
}

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

describe("a message", () => {
  it("gives back the integers that were written", () => {
    fc.assert(
      fc.property(int64, fc.integer({ min: 1, max: 536_870_911 }), (value, field) => {
        expect(readAll(integer(field, value), (reader, tag) => [tag, readInt64(reader)])).toEqual({
          ok: true,
          value: [[varintField(field), value]],
        });
      }),
    );
  });

  it("gives back zigzag numbers, packed and one by one", () => {
    fc.assert(
      fc.property(fc.array(int64), (values) => {
        const read: bigint[] = [];
        const bytes = join([packedZigzag(1, values), ...values.map((value) => zigzag(1, value))]);
        const result = readAll(bytes, (reader, tag) => {
          if (tag === bytesField(1)) readPackedSint64s(reader, (value) => read.push(value));
          else read.push(readSint64(reader));
        });
        expect([result.ok, read]).toEqual([true, [...values, ...values]]);
      }),
    );
  });

  it("is read past what nobody asks for, and past a field that has not its own type", () => {
    fc.assert(
      fc.property(anyText, fc.double(), (string, number) => {
        const fixed32 = join([varint((93n << 3n) | 5n), new Uint8Array(4)]);
        const unknown = [integer(90, 7n), double(91, 1), text(92, "x"), fixed32, integer(2, 7n), double(1, 1)];
        const bytes = join([...unknown, text(1, string), message(2, ...unknown, double(3, number)), ...unknown]);
        const read: unknown[] = [];
        const result = readAll(bytes, (reader, tag) => {
          if (tag === bytesField(1)) read.push(reader.text());
          if (tag !== bytesField(2)) return;
          readMessage(reader, (inner) => inner === fixed64Field(3) && read.push(reader.double()));
        });
        expect([result.ok, read]).toEqual([true, [string, number]]);
      }),
    );
  });

  it("may be a pair of name and value", () => {
    const pair = message(1, text(2, "shop"), text(1, "app"));
    expect(readAll(pair, (reader) => readPair(reader))).toEqual({ ok: true, value: [["app", "shop"]] });
  });

  it.each<[string, number[]]>([
    ["a varint of eleven bytes", [0x08, ...new Array(10).fill(0x80), 0x01]],
    ["a varint that is cut off", [0x08, 0x80]],
    ["a length beyond the message", [0x0a, 0x05, 97]],
    ["a length beyond 32 bits", [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 97]],
    ["a double that is cut off", [0x09, 0, 0, 0]],
    ["the field number 0", [0x02, 0x00]],
    ["a group", [0x0b, 0x0c]],
  ])("is refused for %s, and it is said where", (_, bytes) => {
    const result = readAll(Uint8Array.from(bytes), () => 0);
    expect(result).toMatchObject({
      ok: false,
      failure: { type: "invalid-batch", message: expect.stringMatching(/at byte \d+/) },
    });
  });

  it("is kept out of its neighbour", () => {
    // The inner text claims five bytes, of which four belong to the next field.
    const bytes = join([delimited(1, Uint8Array.from([0x0a, 0x05, 97])), text(2, "next")]);
    const inner = (reader: WireReader) => readMessage(reader, () => reader.text());
    expect(readAll(bytes, (reader, tag) => tag === bytesField(1) && inner(reader)).ok).toBe(false);
    // Read by itself, it costs nothing but itself.
    const alone = readAll(bytes, (reader, tag) => {
      if (tag !== bytesField(1)) return reader.text();
      const own = reader.message();
      return tryRead(() => readFields(own, own.length, () => own.text())).ok;
    });
    expect(alone).toEqual({ ok: true, value: [false, "next"] });
  });
});
