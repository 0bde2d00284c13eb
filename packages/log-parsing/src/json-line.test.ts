import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJsonLine } from "./json-line.ts";

const parse = (line: string) => {
  const parsed = parseJsonLine(line);
  return parsed && Object.fromEntries(parsed.attributes);
};

describe("a line of JSON", () => {
  it("becomes attributes, flat and without what is null", () => {
    const line =
      ' {"level":30,"http":{"status":200,"headers":{"x":true}},"tags":["a",{"b":1}],"none":null,"empty":{}} ';
    expect(parse(line)).toEqual({
      level: 30,
      "http.status": 200,
      "http.headers.x": true,
      tags: ["a", new Map([["b", 1]])],
    });
  });

  it("keeps every digit of long integers, and no more of fractions than there are", () => {
    const line =
      '{"id":9223372036854775807,"even":1795378370123456768,"minus":-9007199254740993,"small":12345678901234567e-16,"n":5}';
    expect(parse(line)).toEqual({
      id: 9_223_372_036_854_775_807n,
      // A double holds it, but would be written as …456800.
      even: 1_795_378_370_123_456_768n,
      minus: -9_007_199_254_740_993n,
      small: 1.2345678901234567,
      n: 5,
    });
  });

  it.each(["", "{", "[1]", '"text"', "{'a':1}", '{"a":1}}', '{"a":1} trailing', "null"])("is not %j", (line) => {
    expect(parse(line)).toBeUndefined();
  });

  it("is what was written", () => {
    const scalar = fc.oneof(
      fc.string(),
      fc.boolean(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    // No dots and no `__proto__`, so that names are what they were.
    const members = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), scalar);
    fc.assert(
      fc.property(members, members, (outer, inner) => {
        const flat = Object.entries(inner).map(([name, value]) => [`X.${name}`, value] as const);
        const read = Object.entries(parse(JSON.stringify({ ...outer, X: inner })) ?? {});
        // JavaScript writes large doubles with fewer digits than they have, and those are read as they stand.
        const numbers = read.map(([name, value]) => [name, typeof value === "bigint" ? Number(value) : value] as const);
        expect(Object.fromEntries(numbers)).toEqual(
          JSON.parse(JSON.stringify({ ...outer, ...Object.fromEntries(flat) })),
        );
      }),
    );
  });

  it("may be nested as deep as it likes", () => {
    const deep = `{"a":${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}}`;
    expect(() => parse(deep)).not.toThrow();
    expect(() => parse(deep.replaceAll("1", "12345678901234567890"))).not.toThrow();
    expect(() => parse(`{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`)).not.toThrow();
  });
});
