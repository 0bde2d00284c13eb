import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseLogfmt, parsePairsOnly } from "./logfmt.ts";

const parse = (line: string) => {
  const parsed = parseLogfmt(line);
  return parsed && Object.fromEntries(parsed.attributes);
};

describe("logfmt", () => {
  it.each([
    ['level=info msg="it works" n=3 cached', { level: "info", msg: "it works", n: "3", cached: true }],
    [
      ' time=2026-11-22T10:00:00Z  url=/a?b=c\tempty= q=""',
      { time: "2026-11-22T10:00:00Z", url: "/a?b=c", empty: "", q: "" },
    ],
    [String.raw`msg="a \"b\" \\ \n\té\u00e9" err="\\"`, { msg: 'a "b" \\ \n\téé', err: "\\" }],
    ["a=1 a=2", { a: "2" }],
  ])("%j", (line, pairs) => {
    expect(parse(line)).toEqual(pairs);
  });

  it.each(["", "   ", "no pairs at all", "one=1 but more words than pairs", 'a="b', 'a="b"c', '"a"=b', "=b"])(
    "is not %j",
    (line) => {
      expect(parse(line)).toBeUndefined();
    },
  );

  it("is what was written, whatever the texts", () => {
    const key = fc.stringMatching(/^[A-Za-z_][\w.-]{0,20}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.string({ unit: "binary" })), { minLength: 1 }), (pairs) => {
        const line = pairs.map(([name, text]) => `${name}=${JSON.stringify(text)}`).join(" ");
        expect(parse(line)).toEqual(Object.fromEntries(new Map(pairs)));
      }),
    );
  });

  it("caps what a hostile line may cost, and counts the rest", () => {
    const parsed = parseLogfmt(Array.from({ length: 10_000 }, (_, n) => `k${n}=1`).join(" "));
    expect(parsed?.attributes.size).toBe(256);
    expect(parsed?.droppedAttributesCount).toBe(9_744);
  });
});

describe("a line that nobody called logfmt", () => {
  it("may be it", () => {
    expect(parsePairsOnly("level=info status=200")?.attributes.size).toBe(2);
  });

  it.each(["level=info", "level=info status=200 done", "Failed user=root from=here", "x[0]=1 y=2"])(
    "is not when %j",
    (line) => {
      expect(parsePairsOnly(line)).toBeUndefined();
    },
  );
});
