import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText } from "../../test/any-text.ts";
import { parseLabels } from "./labels.ts";

describe("parseLabels", () => {
  it.each<[string, Record<string, string>]>([
    ['{job="shop"}', { job: "shop" }],
    ['{a="1",b="2"}', { a: "1", b: "2" }],
    [' { a = "1" , b = "2", } ', { a: "1", b: "2" }],
    ["{}", {}],
    ["{a=`C:\\new`}", { a: "C:\\new" }],
    [String.raw`{a="say \"hi\"\n\\ \t"}`, { a: 'say "hi"\n\\ \t' }],
    [String.raw`{a="\u00e4\U0001F600\x41\101"}`, { a: "ä😀AA" }],
    ['{a="x,b=\\"y\\"}"}', { a: 'x,b="y"}' }],
    ['{log.level="info"}', { "log.level": "info" }],
    ['{a="",b="Schön"}', { a: "", b: "Schön" }],
  ])("reads %s", (text, labels) => {
    expect(parseLabels(text)).toEqual(new Map(Object.entries(labels)));
  });

  it.each([
    "",
    "job",
    '{job="shop"',
    'job="shop"}',
    "{job=shop}",
    "{job='shop'}",
    '{="x"}',
    '{1a="x"}',
    '{a="1" b="2"}',
    '{a="1"},',
    '{a="1\\"}',
    '{a:"1"}',
    "{a}",
  ])("refuses %j", (text) => {
    expect(parseLabels(text)).toBeUndefined();
  });

  it("reads what was written, whatever the values are", () => {
    const name = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,10}$/);
    fc.assert(
      fc.property(fc.dictionary(name, anyText), (labels) => {
        const text = `{${Object.entries(labels).map(([key, value]) => `${key}=${JSON.stringify(value)}`)}}`;
        expect(parseLabels(text)).toEqual(new Map(Object.entries(labels)));
      }),
    );
  });

  it("refuses a text that is too long to be worth it", () => {
    expect(parseLabels(`{a="${"x".repeat(60_000)}"}`)?.get("a")).toHaveLength(60_000);
    expect(parseLabels(`{a="${"x".repeat(70_000)}"}`)).toBeUndefined();
  });
});
