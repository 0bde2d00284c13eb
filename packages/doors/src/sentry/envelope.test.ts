import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEnvelope } from "./envelope.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function envelope(text: string | Uint8Array) {
  const read = readEnvelope(typeof text === "string" ? bytes(text) : text);
  if (!read.ok) return read.failure.type;
  const { items, faults } = read.value;
  const decoder = new TextDecoder();
  return { items: items.map(({ type, payload }) => [type, decoder.decode(payload)]), faults: faults.length };
}

const good = '{"type":"log"}\n{"items":[]}';

describe("the good items of a bad envelope are kept", () => {
  it.each([
    [
      "lengths that are right",
      '{}\n{"type":"a","length":3}\nx\ny\n{"type":"b","length":0}\n\n',
      [
        ["a", "x\ny"],
        ["b", ""],
      ],
      0,
    ],
    ["a line where no length stands", `{}\n${good}\n`, [["log", '{"items":[]}']], 0],
    ["no line feed at the end", `{}\n${good}`, [["log", '{"items":[]}']], 0],
    ["empty lines", `{}\n\n\n${good}\n\n`, [["log", '{"items":[]}']], 0],
    [
      "a length that is too short",
      `{}\n{"type":"a","length":2}\n{"x":1}\n${good}`,
      [
        ["a", '{"x":1}'],
        ["log", '{"items":[]}'],
      ],
      0,
    ],
    [
      "a length that is too long",
      `{}\n{"type":"a","length":20}\n{"x":1}\n${good}`,
      [
        ["a", '{"x":1}'],
        ["log", '{"items":[]}'],
      ],
      0,
    ],
    [
      "a length beyond the end",
      `{}\n{"type":"a","length":9e9}\n{"x":1}\n${good}`,
      [
        ["a", '{"x":1}'],
        ["log", '{"items":[]}'],
      ],
      0,
    ],
    [
      "a negative length",
      `{}\n{"type":"a","length":-1}\n{"x":1}\n${good}`,
      [
        ["a", '{"x":1}'],
        ["log", '{"items":[]}'],
      ],
      0,
    ],
    ["lines that are no header", `{}\nnonsense\n[1]\n${good}`, [["log", '{"items":[]}']], 1],
    ["a header without a payload", '{}\n{"type":"a"}', [["a", ""]], 0],
    ["a header cut off", `{}\n${good}\n{"type":"ev`, [["log", '{"items":[]}']], 1],
    ["nothing but a header", "{}", [], 0],
  ])("%s", (_, text, ...[items, faults]) => expect(envelope(text)).toEqual({ items, faults }));
});

it.each(["", "\n", "nonsense\n{}", "[]\n", '"x"'])("refuses what does not begin with a header: %j", (text) =>
  expect(envelope(text)).toBe("invalid-batch"),
);

it("stops looking after a thousand items, and after a thousand lines that are none", () => {
  expect(envelope(`{}\n${'{"type":"a"}\n{}\n'.repeat(1_001)}`)).toMatchObject({ items: { length: 1_000 }, faults: 1 });
  expect(envelope(`{}\n${"x\n".repeat(2_000)}${good}`)).toEqual({ items: [], faults: 1 });
});

const item = fc.record({ type: fc.stringMatching(/^[a-z_]{1,10}$/), payload: fc.uint8Array({ maxLength: 40 }) });

it("what is written with lengths is read again", () => {
  fc.assert(
    fc.property(fc.array(item, { maxLength: 5 }), (items) => {
      const parts = items.flatMap(({ type, payload }) => [
        bytes(`${JSON.stringify({ type, length: payload.length })}\n`),
        payload,
        bytes("\n"),
      ]);
      const read = readEnvelope(Buffer.concat([bytes("{}\n"), ...parts]));
      expect(
        read.ok && read.value.items.map(({ type, payload }) => ({ type, payload: Uint8Array.from(payload) })),
      ).toEqual(items);
    }),
  );
});

it("whatever comes is read or refused, and never throws", () => {
  const line = fc.oneof(fc.string(), fc.json(), fc.constantFrom("{}", '{"type":"event"}', '{"type":"x","length":3}'));
  fc.assert(fc.property(fc.array(line), (lines) => void expect(() => envelope(lines.join("\n"))).not.toThrow()));
});
