import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { syslogFramer } from "./framing.ts";

const most = 1_000;

/** Pushes the stream in these pieces, and tells what came out as text; `…` marks what was cut. */
function framesOf(pieces: (string | Buffer)[], mostBytes = most): string[] {
  const framer = syslogFramer(mostBytes);
  const frames = [...pieces.flatMap((piece) => framer.push(Buffer.from(piece))), ...framer.end()];
  return frames.map(({ bytes, isCut }) => bytes.toString("utf8") + (isCut ? "…" : ""));
}

describe("messages on a stream", () => {
  it.each([
    ["newlines", "<13>one\n<13>two\n", ["<13>one", "<13>two"]],
    ["CRLF, zero bytes, none at the end", "<13>one\r\n<13>two\0<13>three", ["<13>one", "<13>two", "<13>three"]],
    ["counts", "7 <13>one7 <13>two", ["<13>one", "<13>two"]],
    ["counts and newlines beside them", "8 <13>one\n\n<13>two\n7 <13>abc", ["<13>one", "<13>two", "<13>abc"]],
    ["counts over newlines inside", "11 <13>one\ntwo7 <13>abc", ["<13>one\ntwo", "<13>abc"]],
    ["a count in bytes, not characters", "8 <13>äö7 <13>abc", ["<13>äö", "<13>abc"]],
    ["lines that begin with a number", "2026 was good\n12\n42 no\n", ["2026 was good", "12", "42 no"]],
    ["a count that is cut off", "100 <13>one", ["<13>one"]],
    ["empty lines", "\n\n\n<13>one\n\n", ["<13>one"]],
    ["a zero as count", "0 <13>one\n", ["0 <13>one"]],
  ])("are told apart by %s", (_, stream, expected) => {
    expect(framesOf([stream])).toEqual(expected);
  });

  it.each([
    ["with a count", `1500 <13>${"x".repeat(1_496)}7 <13>abc`],
    ["with a newline", `<13>${"x".repeat(1_496)}\n7 <13>abc`],
  ])("that are too long are cut, %s, and the next one is whole", (_, stream) => {
    for (const size of [1, 7, 999, 5_000])
      expect(framesOf(inPieces(stream, size))).toEqual([`<13>${"x".repeat(996)}…`, "<13>abc"]);
  });

  it("of exactly the length that is allowed are whole", () => {
    const message = `<13>${"x".repeat(996)}`;
    expect(framesOf([`1000 ${message}${message}\n`])).toEqual([message, message]);
  });
});

it("come out the same whatever pieces the stream came in", () => {
  const text = fc
    .string({ unit: fc.constantFrom(..."a1 <>\n\0é😀"), minLength: 1, maxLength: 40 })
    .map((raw) => `<13>${raw.replaceAll(/[\n\r\0]/g, " ")}x`);
  const message = fc.record({ text, isCounted: fc.boolean() });
  fc.assert(
    fc.property(fc.array(message), fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (messages, sizes) => {
      const stream = Buffer.concat(
        messages.map(({ text: each, isCounted }) =>
          Buffer.from(isCounted ? `${Buffer.byteLength(each)} ${each}` : `${each}\n`),
        ),
      );
      const pieces: Buffer[] = [];
      for (let at = 0, turn = 0; at < stream.length; turn++) {
        const size = sizes[turn % sizes.length] ?? 1;
        pieces.push(stream.subarray(at, at + size));
        at += size;
      }
      expect(framesOf(pieces)).toEqual(messages.map((each) => each.text));
    }),
  );
});

it("keeps within its bounds whatever comes", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (pieces) => {
      const framer = syslogFramer(50);
      const frames = [...pieces.flatMap((piece) => framer.push(Buffer.from(piece))), ...framer.end()];
      expect(frames.every(({ bytes }) => bytes.length > 0 && bytes.length <= 50)).toBe(true);
    }),
  );
});

const inPieces = (text: string, size: number): string[] => text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
