import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limits } from "./limits.ts";
import { props, reservedKeyIn } from "./props.ts";

const schema = props(3);

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
    ["a list", [1]],
    ["null", null],
    ["nothing", undefined],
    ["a text", "x"],
  ])("refuse %s", (_, value) => {
    expect(schema.safeParse(value).error?.issues[0]?.message).toContain("must be an object");
  });

  it.each([
    ["keep the first of too many keys", { a: 1, b: 2, c: 3, d: 4 }, { a: 1, b: 2, c: 3 }],
    ["make a nested object JSON", { a: { b: [1] } }, { a: '{"b":[1]}' }],
    ["leave out null", { a: null, b: 1 }, { b: 1 }],
    ["make infinity the null that JSON makes of it", { a: Number.POSITIVE_INFINITY }, { a: "null" }],
    ["cut a long text", { a: "x".repeat(1_001) }, { a: "x".repeat(1_000) }],
    ["cut a long key", { ["x".repeat(65)]: 1 }, { ["x".repeat(64)]: 1 }],
    ["leave out an empty key", { "": 1, b: 2 }, { b: 2 }],
    ["leave out the key __proto__", JSON.parse('{"__proto__":1,"b":2}'), { b: 2 }],
    ["leave out the key constructor", { constructor: 1, b: 2 }, { b: 2 }],
  ])("%s", (_, value, mended) => {
    expect(schema.parse(value)).toEqual(mended);
  });

  it("come out sound whatever JSON holds", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const sound = schema.parse(value);
        expect(schema.parse(sound)).toBe(sound);
        expect(Object.keys(sound).length).toBeLessThanOrEqual(3);
      }),
    );
  });

  it("may be left out where the schema says so", () => expect(schema.optional().parse(undefined)).toBeUndefined());

  it("mend half an emoji in keys and values, in a copy", () => {
    const cut = { "a\ud83d": "b\ude00" };
    expect(schema.parse(cut)).toEqual({ "a\ufffd": "b\ufffd" });
    expect(cut).toEqual({ "a\ud83d": "b\ude00" });
  });
});
