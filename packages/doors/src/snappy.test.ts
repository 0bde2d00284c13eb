import fc from "fast-check";
import { compress } from "snappyjs";
import { describe, expect, it } from "vitest";
import { decompressSnappy } from "./snappy.ts";

const maxBytes = 100_000;
const decompressed = (...block: number[]) => decompressSnappy(Uint8Array.from(block), maxBytes);
const text = (result: ReturnType<typeof decompressSnappy>) => result.ok && new TextDecoder().decode(result.value);

/** Bytes that compress well and bytes that do not, beyond one 64 KiB fragment of the compressor. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 2_000 }),
  fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 90 }), fc.integer({ min: 1, max: 900 }))
    .map(([pattern, times]) =>
      Uint8Array.from({ length: pattern.length * times }, (_, index) => pattern[index % pattern.length] ?? 0),
    ),
);

describe("decompressSnappy", () => {
  it("gives back what snappyjs has compressed", () => {
    fc.assert(
      fc.property(bytes, (plain) => {
        expect(decompressSnappy(compress(plain), maxBytes)).toEqual({ ok: true, value: plain });
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ["a literal", [3, 0x08, 97, 98, 99], "abc"],
    ["a literal with its length in two bytes", [3, 0xf4, 2, 0, 97, 98, 99], "abc"],
    ["a copy with an offset of 11 bits", [8, 0x0c, 97, 98, 99, 100, 0x01, 4], "abcdabcd"],
    ["a copy with an offset of two bytes", [5, 0x08, 97, 98, 99, 0x06, 3, 0], "abcab"],
    ["a copy with an offset of four bytes", [5, 0x08, 97, 98, 99, 0x07, 2, 0, 0, 0], "abcbc"],
    ["a copy that reads what it writes", [6, 0x00, 97, 0x12, 1, 0], "aaaaaa"],
    ["nothing", [0], ""],
  ])("reads %s", (_, block, plain) => {
    expect(text(decompressed(...block))).toBe(plain);
  });

  it.each([
    ["no length", []],
    ["a length that does not end", [0x80, 0x80, 0x80, 0x80, 0x80, 0x01]],
    ["more than it declares", [2, 0x08, 97, 98, 99]],
    ["a copy beyond what it declares", [4, 0x08, 97, 98, 99, 0x06, 3, 0]],
    ["less than it declares", [4, 0x08, 97, 98, 99]],
    ["a literal that is cut off", [3, 0x08, 97, 98]],
    ["a literal's length that is cut off", [3, 0xf4, 2]],
    ["a copy that is cut off", [5, 0x08, 97, 98, 99, 0x06, 3]],
    ["a copy from before the start", [7, 0x08, 97, 98, 99, 0x01, 4]],
    ["a copy from nowhere", [7, 0x08, 97, 98, 99, 0x01, 0]],
    ["a length that so few bytes cannot hold", [0xa0, 0x8d, 0x06, 0x00, 97]],
  ])("refuses %s", (_, block) => {
    expect(decompressed(...block)).toMatchObject({ ok: false, failure: { type: "invalid-snappy" } });
  });

  it("allocates no more than it may", () => {
    const block = compress(new Uint8Array(maxBytes + 1));
    expect(decompressSnappy(block, maxBytes)).toMatchObject({ ok: false, failure: { type: "body-too-large" } });
    expect(decompressSnappy(block, maxBytes + 1).ok).toBe(true);
    expect(decompressed(0xff, 0xff, 0xff, 0xff, 0x0f, 0)).toMatchObject({
      ok: false,
      failure: { type: "body-too-large" },
    });
  });

  it("answers any bytes, and any cut of a good block, without throwing", () => {
    const good = compress(Uint8Array.from({ length: 3_000 }, (_, index) => index % 251));
    for (let end = 0; end < good.length; end++)
      expect(decompressSnappy(good.subarray(0, end), maxBytes).ok).toBe(false);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (block) => {
        const result = decompressSnappy(block, maxBytes);
        if (result.ok) expect(result.value.length).toBeLessThanOrEqual(block.length * 22);
        else expect(result.failure.field).toBe("body");
      }),
      { numRuns: 2_000 },
    );
  });
});
