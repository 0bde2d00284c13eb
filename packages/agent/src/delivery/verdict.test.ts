import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fullJitter } from "./backoff.ts";
import { judge, retryAfterMs } from "./verdict.ts";

const now = Date.parse("2026-11-22T10:00:00Z");
const answer = (status: number, text = "", retryAfter?: string) => ({ status, text, retryAfter, location: undefined });

describe("an answer", () => {
  it.each([
    [200, "delivered"],
    [202, "delivered"],
    [301, "blocked"],
    [400, "refused"],
    [401, "blocked"],
    [403, "blocked"],
    [404, "blocked"],
    [408, "retry"],
    [413, "too-large"],
    [415, "refused"],
    [429, "retry"],
    [500, "retry"],
    [503, "retry"],
  ])("of %i means %s", (status, kind) => expect(judge(answer(status), now).kind).toBe(kind));

  it("may say that a part was not taken", () => {
    const text = '{"partialSuccess":{"rejectedLogRecords":"3","errorMessage":"too old"}}';
    expect(judge(answer(200, text), now)).toEqual({ kind: "delivered", rejected: 3, message: "too old" });
  });

  it("may say nothing at all", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(judge(answer(200, text), now)).toMatchObject({ kind: "delivered" });
      }),
    );
  });
});

it.each([
  [undefined, undefined],
  ["7", 7_000],
  ["Sun, 22 Nov 2026 10:00:30 GMT", 30_000],
  ["Sun, 22 Nov 2026 09:00:00 GMT", 0],
  ["999999", 3_600_000],
  ["soon", undefined],
])("Retry-After %s is %s ms", (header, ms) => expect(retryAfterMs(header, now)).toBe(ms));

it("the pause after a failure grows to its limit, and lies anywhere below", () => {
  const limits = { initialMs: 100, maxMs: 1_000 };
  const longest = (failed: number) => fullJitter(failed, limits, () => 1);
  expect([0, 1, 2, 3, 4, 500].map(longest)).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  expect(fullJitter(3, limits, () => 0.5)).toBe(400);
});
