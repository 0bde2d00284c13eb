import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  delimited,
  double,
  doubleOfBits,
  integer,
  join,
  message,
  packedZigzag,
  text,
  varint,
  zigzag,
} from "../test/protobuf-writer.ts";
import { ProtobufReader, tryRead } from "./protobuf-reader.ts";

/** The value of each field of a message, read by `read`. */
function readAll<T>(bytes: Uint8Array, read: (reader: ProtobufReader, field: number) => T) {
  return tryRead(() => {
    const values: T[] = [];
    const reader = new ProtobufReader(bytes);
    reader.readFields((field) => values.push(read(reader, field)));
    return values;
  });
}

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

describe("ProtobufReader", () => {
  it("reads the integers that were written", () => {
    fc.assert(
      fc.property(uint64, int64, fc.nat(), (unsigned, signed, field) => {
        const number = (field % 536_870_911) + 1;
        expect(readAll(integer(number, unsigned), (reader, read) => [read, reader.uint64()])).toEqual({
          ok: true,
          value: [[number, unsigned]],
        });
        expect(readAll(integer(1, signed), (reader) => reader.int64())).toEqual({ ok: true, value: [signed] });
      }),
    );
  });

  it("reads zigzag numbers, packed and one by one", () => {
    fc.assert(
      fc.property(fc.array(int64), fc.integer(), (values, small) => {
        const read: bigint[] = [];
        const bytes = join([packedZigzag(1, values), ...values.map((value) => zigzag(1, value))]);
        expect(readAll(bytes, (reader) => reader.sint64s((value) => read.push(value))).ok).toBe(true);
        expect(read).toEqual([...values, ...values]);
        expect(readAll(zigzag(1, small), (reader) => reader.sint32())).toEqual({ ok: true, value: [small] });
      }),
    );
  });

  it("reads texts, doubles and messages, and goes past what nobody asks for", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.double(), (string, number) => {
        const unknown = [
          integer(90, 7n),
          double(91, 1),
          text(92, "x"),
          join([varint((93n << 3n) | 5n), new Uint8Array(4)]),
        ];
        const bytes = join([...unknown, text(1, string), message(2, ...unknown, double(3, number)), ...unknown]);
        const read: unknown[] = [];
        const result = readAll(bytes, (reader, field) => {
          if (field === 1) read.push(reader.text());
          if (field !== 2) return;
          const inner = reader.message();
          inner.readFields((innerField) => innerField === 3 && read.push(inner.double()));
        });
        expect(result.ok).toBe(true);
        expect(read).toEqual([string, number]);
      }),
    );
  });

  it("tells one NaN from another by its bits", () => {
    const bits = [0x7ff0_0000_0000_0002n, 0x7ff8_0000_0000_0001n];
    const bytes = join(bits.map((nan) => doubleOfBits(1, nan)));
    expect(readAll(bytes, (reader) => [reader.double(), reader.doubleBits()])).toEqual({
      ok: true,
      value: bits.map((nan) => [Number.NaN, nan]),
    });
  });

  it("replaces bytes that are not UTF-8", () => {
    const bytes = delimited(1, Uint8Array.from([97, 0xff, 98]));
    expect(readAll(bytes, (reader) => reader.text())).toEqual({ ok: true, value: ["a\ufffdb"] });
  });

  it.each<[string, number[]]>([
    ["a varint of eleven bytes", [0x08, ...new Array(10).fill(0x80), 0x01]],
    ["a varint that is cut off", [0x08, 0x80]],
    ["a length beyond the message", [0x0a, 0x05, 97]],
    ["a length beyond 32 bits", [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 97]],
    ["a double that is cut off", [0x09, 0, 0, 0]],
    ["the field number 0", [0x02, 0x00]],
    ["a group", [0x0b, 0x0c]],
  ])("refuses %s and says where", (_, bytes) => {
    const result = readAll(Uint8Array.from(bytes), () => 0);
    expect(result).toMatchObject({
      ok: false,
      failure: { type: "invalid-batch", message: expect.stringMatching(/before byte \d+/) },
    });
  });

  it("refuses a field of another type than it is asked for", () => {
    expect(readAll(text(1, "a"), (reader) => reader.uint64()).ok).toBe(false);
    expect(readAll(integer(1, 1n), (reader) => reader.text()).ok).toBe(false);
    expect(readAll(integer(1, 1n), (reader) => reader.double()).ok).toBe(false);
    expect(readAll(double(1, 1), (reader) => reader.sint64s(() => {})).ok).toBe(false);
  });

  it("keeps a message out of its neighbour", () => {
    // The inner text claims five bytes, of which four belong to the next field.
    const bytes = join([delimited(1, Uint8Array.from([0x0a, 0x05, 97])), text(2, "next")]);
    const result = readAll(bytes, (reader, field) => {
      const inner = field === 1 ? reader.message() : undefined;
      inner?.readFields(() => inner.text());
    });
    expect(result.ok).toBe(false);
  });
});
