import { describe, expect, it } from "vitest";
import { entry } from "../../test/entry.ts";
import { type Entry, isFailed } from "./kinds.ts";
import { splitCauses } from "./stack-causes.ts";
import { causeOf, effectsOf, linkWords, tracesOf } from "./traces.ts";

describe("traces of a visit", () => {
  const click = entry("interaction", { traceId: "a", time: 1_000 });
  const caused = [
    entry("request", { traceId: "a", time: 1_008 }),
    entry("error", { traceId: "a", time: 1_370 }),
    // Clocks of one page may differ by a millisecond.
    entry("error", { traceId: "a", time: 999 }),
  ];
  const loading = [entry("navigation", { traceId: "b" }), entry("request", { traceId: "b" })];
  const alone = [entry("request", { traceId: "c" }), entry("vital"), entry("custom")];
  const traces = tracesOf([...loading, click, ...alone, ...caused]);

  it("are those that several entries share", () => expect(Array.from(traces.keys())).toEqual(["b", "a"]));

  it("say what the click led to, and what was caused by it", () => {
    const members = traces.get("a") ?? [];
    expect(causeOf(members)).toBe(click);
    expect(effectsOf(members)).toBe("1 request, 2 errors");
    expect(members.map((member) => linkWords(member, members))).toEqual([
      "Led to 3",
      "8\u202fms after click",
      "370\u202fms after click",
      "0\u202fms after click",
    ]);
  });

  it("without a click say only that they are one", () => {
    const members = traces.get("b") ?? [];
    expect(causeOf(members)).toBeUndefined();
    expect(effectsOf(members)).toBe("1 request, 1 load");
    expect(linkWords(loading[0] as Entry, members)).toBe("Same trace");
  });
});

it.each([
  ["request", { status: 200 }, false],
  ["request", { status: 404 }, true],
  ["request", { status: 0, detail: { error: "TypeError" } }, true],
  ["request", { status: 0, detail: { error: "AbortError" } }, false],
  ["resource", { status: 0 }, false],
  ["resource", { status: 500 }, true],
  ["navigation", { status: 0 }, false],
] as const)("a %s with %j: failed is %s", (kind, given, failed) => {
  expect(isFailed(entry(kind, given))).toBe(failed);
});

describe("the stack of an error", () => {
  it("is told apart from those of its causes", () => {
    const text = "A: x\n    at a (1)\nCaused by: B: y\n    at b (2)\n    at c (3)\nCaused by: C: z";
    expect(splitCauses(text)).toEqual({
      stack: "A: x\n    at a (1)",
      causes: [
        { title: "B: y", stack: "    at b (2)\n    at c (3)" },
        { title: "C: z", stack: "" },
      ],
    });
  });

  it.each(["", "A: x\n    at a (1)", "A: it was Caused by: B"])("has no causes in %j", (text) =>
    expect(splitCauses(text)).toEqual({ stack: text, causes: [] }),
  );
});
