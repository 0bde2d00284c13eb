import { describe, expect, it } from "vitest";
import { entry } from "../../test/entry.ts";
import { log, span } from "../../test/trace.ts";
import { backEndOf, placesIn, type Span } from "./span-tree.ts";

const shapeOf = (spans: Span[]) => backEndOf(spans).lines.map(({ span, depth }) => `${depth} ${span.spanId}`);

describe("the back end's part of a trace", () => {
  it("puts each span under the one that caused it, and its records with it", () => {
    const request = { ...entry("request", { spanId: "browser" }), total: 1 };
    const rows = [
      request,
      span(["a", "browser"], 1),
      span(["b", "a"], 2),
      span(["c", "b"], 3),
      log("c", "in c"),
      span(["d", "a"], 4),
    ];
    const { lines, looseLogs } = backEndOf([...rows, log("gone", "loose")]);
    expect(lines.map(({ span, depth, logs }) => [span.spanId, depth, logs.map(({ body }) => body)])).toEqual([
      ["a", 0, []],
      ["b", 1, []],
      ["c", 2, ["in c"]],
      ["d", 1, []],
    ]);
    expect(looseLogs.map(({ body }) => body)).toEqual(["loose"]);
  });

  it("says how much was cut", () => {
    expect(backEndOf([span(["a", ""], 1, { total: 6_000 })])).toMatchObject({ cutSpans: 5_999, cutLogs: 0 });
    expect(backEndOf([])).toEqual({ lines: [], looseLogs: [], cutSpans: 0, cutLogs: 0 });
  });

  it.each([
    ["that cause themselves", [span(["a", "a"], 1)], ["0 a"]],
    ["that cause each other", [span(["a", "b"], 1), span(["b", "a"], 2)], ["0 a", "1 b"]],
    ["of one id", [span(["a", ""], 1), span(["a", ""], 2), span(["b", "a"], 3)], ["0 a", "1 b", "0 a"]],
  ])("takes spans %s once", (_, spans, shape) => expect(shapeOf(spans)).toEqual(shape));

  it("takes 5,000 spans in one chain", () => {
    const chain = Array.from({ length: 5_000 }, (_, index) => span([`${index}`, `${index - 1}`], index));
    expect(shapeOf(chain).at(-1)).toBe("4999 4999");
  });
});

it("a span lies where its time does", () => {
  const spans = [span(["a", ""], 100, { durationMs: 100 }), span(["b", "a"], 125, { durationMs: 50 })];
  expect(spans.map(placesIn(spans))).toEqual([
    { left: 0, width: 100 },
    { left: 25, width: 50 },
  ]);
  const moment = span(["a", ""], 1, { durationMs: 0 });
  expect(placesIn([moment])(moment)).toEqual({ left: 0, width: 0 });
});
