import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limits } from "./limits.ts";
import { props, reservedKeyIn } from "./props.ts";

const schema = props(3);
const issueOf = (value: unknown) => schema.safeParse(value).error?.issues[0];

describe("properties", () => {
  it("that are flat and few come through as they are", () => {
    const key = fc
      .string({ minLength: 1, maxLength: limits.propKeyChars })
      .filter((name) => !reservedKeyIn({ [name]: 1 }));
    const value = fc.oneof(
      fc.string({ maxLength: 50 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
    );
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 3, noNullPrototype: true }), (flat) => {
        const copy = structuredClone(flat);
        expect(schema.parse(flat)).toBe(flat);
        expect(flat).toEqual(copy);
      }),
    );
  });

  it.each([
    ["a list", [1], [], "must be an object"],
    ["null", null, [], "must be an object"],
    ["nothing", undefined, [], "must be an object"],
    ["too many keys", { a: 1, b: 2, c: 3, d: 4 }, [], "has 4 keys, more than 3"],
    ["a nested object", { a: { b: 1 } }, ["a"], "must be a string, number or boolean"],
    ["null inside", { a: null }, ["a"], "must be a string, number or boolean"],
    ["infinity", { a: Number.POSITIVE_INFINITY }, ["a"], "must be a finite number"],
    ["a long text", { a: "x".repeat(1_001) }, ["a"], "longer than 1000 characters"],
    ["a long key", { ["x".repeat(65)]: 1 }, ["x".repeat(65)], "longer than 64 characters"],
    ["an empty key", { "": 1 }, [""], "is an empty key"],
    ["the key __proto__", JSON.parse('{"__proto__":1}'), ["__proto__"], "is a reserved key"],
    ["the key constructor", { constructor: 1 }, ["constructor"], "is a reserved key"],
  ] satisfies [string, unknown, string[], string][])("refuse %s", (...[, value, path, message]) => {
    expect(issueOf(value)).toMatchObject({ path, message: expect.stringContaining(message) });
  });

  it("may be left out where the schema says so", () => expect(schema.optional().parse(undefined)).toBeUndefined());

  it("mend half an emoji in keys and values, in a copy", () => {
    const cut = { "a\ud83d": "b\ude00" };
    expect(schema.parse(cut)).toEqual({ "a\ufffd": "b\ufffd" });
    expect(cut).toEqual({ "a\ud83d": "b\ude00" });
  });
});
