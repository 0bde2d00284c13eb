import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exportReader, type JournalEntry } from "./export-format.ts";

const limits = { fieldBytes: 1_000, fields: 50 };
const recorded = readFileSync(new URL("../../../test/data/journald/shop.export", import.meta.url));

const read = (pieces: (Buffer | string)[], given = limits): JournalEntry[] => {
  const reader = exportReader(given);
  return pieces.flatMap((piece) => reader.push(Buffer.from(piece)));
};

/** A field as journalctl writes it when it is no plain text. */
function binary(name: string, value: Buffer): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(value.length));
  return Buffer.concat([Buffer.from(`${name}\n`), size, value, Buffer.from("\n")]);
}

describe("what journalctl wrote", () => {
  it("is read with all its fields, binary ones too", () => {
    const entries = read([recorded]);
    expect(entries.map(({ fields }) => fields.get("MESSAGE"))).toEqual([
      "Order placed",
      "Traceback:\n  line 1\n  line 2",
      "not utf-8: \ufffd\ufffd\n",
    ]);
    expect(entries[0]?.fields.get("ORDER_ID")).toBe("A-17");
    expect(entries.at(-1)?.end).toBe(recorded.length);
  });

  it("is the same byte by byte", () => {
    expect(read(Array.from(recorded, (byte) => Buffer.from([byte])))).toEqual(read([recorded]));
  });
});

const fieldName = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,20}$/);
const fieldValue = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."aB=\n\t\0\u0001é😀") }),
  fc.constantFrom("", "=", "\n\n", "A=b\n\nC"),
);
const entry = fc.uniqueArray(fc.tuple(fieldName, fieldValue), {
  selector: ([name]) => name,
  minLength: 1,
  maxLength: 8,
});

it("reads what was written, whatever pieces it comes in", () => {
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 5 }),
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
      (entries, sizes) => {
        const stream = Buffer.concat(entries.flatMap((fields) => [...fields.map(written), Buffer.from("\n")]));
        const pieces: Buffer[] = [];
        for (let at = 0, turn = 0; at < stream.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          pieces.push(stream.subarray(at, at + size));
          at += size;
        }
        const found = read(pieces);
        expect(found.map(({ fields }) => [...fields])).toEqual(entries);
        expect(found.at(-1)?.end ?? 0).toBe(stream.length);
      },
    ),
  );
});

const written = ([name, value]: [string, string]): Buffer =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what the format cannot write as text.
  /[\u0000-\u0008\u000a-\u001f]/.test(value) ? binary(name, Buffer.from(value)) : Buffer.from(`${name}=${value}\n`);

describe("fields that are too large", () => {
  const large = Buffer.alloc(1_001, "x");
  const pieces = (stream: Buffer): Buffer[][] => [
    [stream],
    Array.from({ length: Math.ceil(stream.length / 7) }, (_, index) => stream.subarray(index * 7, index * 7 + 7)),
  ];

  it.each([
    ["text", Buffer.concat([Buffer.from("CORE="), large, Buffer.from("\n")])],
    ["bytes", binary("CORE", large)],
  ])("are left out and counted, of %s, and what comes behind is read", (_, field) => {
    const stream = Buffer.concat([Buffer.from("A=1\n"), field, Buffer.from("B=2\n\nC=3\n\n")]);
    for (const each of pieces(stream)) {
      const entries = read(each);
      expect(entries.map(({ fields, droppedFields }) => [Object.fromEntries(fields), droppedFields])).toEqual([
        [{ A: "1", B: "2" }, 1],
        [{ C: "3" }, 0],
      ]);
      expect(entries.at(-1)?.end).toBe(stream.length);
    }
  });

  it("that are just not too large are kept", () => {
    const value = large.subarray(1);
    for (const field of [Buffer.concat([Buffer.from("CORE="), value, Buffer.from("\n")]), binary("CORE", value)])
      expect(read([field, "\n"])[0]?.fields.get("CORE")).toHaveLength(1_000);
  });

  it("of a size that cannot be one end the reading", () => {
    const reader = exportReader(limits);
    expect(() => reader.push(Buffer.from("no journal\n\xff\xff\xff\xff\xff\xff\xff\xff", "latin1"))).toThrow(
      "not the journal export format",
    );
  });
});

it("keeps so many fields, and the first of those that stand twice", () => {
  const [found] = read([`${Array.from({ length: 60 }, (_, index) => `F${index}=1\n`).join("")}F0=2\n\n`]);
  expect([found?.fields.size, found?.droppedFields, found?.fields.get("F0")]).toEqual([50, 10, "1"]);
});

it("reads any bytes in bounded memory, or says that they are no journal", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (pieces) => {
      try {
        for (const { fields } of read(
          pieces.map((piece) => Buffer.from(piece)),
          { fieldBytes: 20, fields: 3 },
        ))
          expect(fields.size).toBeLessThanOrEqual(3);
      } catch (cause) {
        expect(String(cause)).toContain("not the journal export format");
      }
    }),
  );
});
