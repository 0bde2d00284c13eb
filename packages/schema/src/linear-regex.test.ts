import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileLinear, faultOfRegex } from "./linear-regex.ts";

const plain = (regex: string) => ({ regex, ignoreCase: false });

describe("an expression of somebody else's", () => {
  it.each(["[A-Z]{2}-\\d{4}", "(x+x+)+y", "(?i)plate \\pL+", "^$", "a|b"])("may be %s", (regex) => {
    expect(faultOfRegex(plain(regex))).toBeUndefined();
  });

  it.each([
    ["(?=a)b", "is no RE2 expression"],
    ["(a)\\1", "is no RE2 expression"],
    ["[", "is no RE2 expression"],
    ["((a{100}){100}){100}", "is no RE2 expression"],
    ["a{1000}", "is too complex"],
  ])("may not be %s", (regex, fault) => {
    expect(faultOfRegex(plain(regex))).toContain(fault);
    expect(compileLinear(plain(regex))).toBeUndefined();
  });

  it("finds what JavaScript's own finds, in the same places", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "B", "1", "-", "é", "🦊", " ") });
    const regex = fc.constantFrom("a+", "[A-Z]-\\d", "B?1*", "\\d+|é", "🦊.");
    fc.assert(
      fc.property(text, regex, fc.boolean(), (given, source, ignoreCase) => {
        const own = Array.from(given.matchAll(new RegExp(source, ignoreCase ? "giu" : "gu")), (match) => ({
          start: match.index,
          end: match.index + match[0].length,
        }));
        const found = compileLinear({ regex: source, ignoreCase })?.findAll(given);
        expect(found).toEqual(own.filter(({ start, end }) => end > start));
      }),
    );
  });
});
