import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entry } from "../../test/entry.ts";
import { log, span } from "../../test/trace.ts";
import type { TraceRow } from "./span-tree.ts";
import { treeOf, unfolded } from "./trace-tree.ts";

const browser = (...given: Parameters<typeof entry>): TraceRow => ({ ...entry(...given), total: 3 });
const shapeOf = (rows: TraceRow[]) => treeOf(rows).lines.map(({ depth, service, key }) => `${depth} ${service} ${key}`);

describe("a trace", () => {
  const rows = [
    browser("interaction", { id: "click", time: 1_000, target: "button.pay" }),
    browser("request", { id: "ask", time: 1_005, value: 100, spanId: "b", target: "shop/pay", status: 500 }),
    browser("error", { id: "thrown", time: 1_110, spanId: "b" }),
    browser("vital", { id: "inp", time: 1_001, value: 300 }),
    span(["s", "b"], 1_020, { durationMs: 50, statusCode: "Error" }),
    span(["q", "s"], 1_030, { service: "db" }),
    span(["w", ""], 1_200, { service: "worker" }),
    log("q", "in q"),
    log("b", "of the request"),
    log("gone", "loose"),
  ];
  const tree = treeOf(rows);

  it("goes from the click over its request to the spans", () =>
    expect(shapeOf(rows)).toEqual([
      "0 browser click",
      "1 browser ask",
      "2 browser thrown",
      "2 api s",
      "3 db q",
      "1 browser inp",
      "0 worker w",
    ]));

  it("knows when each was, how long it took, and what failed", () => {
    expect(tree).toMatchObject({ start: 1_000, durationMs: 210, orphans: 0 });
    expect(tree.lines.map(({ startMs, durationMs }) => [startMs, durationMs])).toEqual([
      [0, 0],
      [5, 100],
      [110, 0],
      [20, 50],
      [30, 10],
      [1, 0],
      [200, 10],
    ]);
    expect(tree.services).toEqual([
      { name: "browser", lines: 4, failed: 2 },
      { name: "api", lines: 1, failed: 1 },
      { name: "db", lines: 1, failed: 0 },
      { name: "worker", lines: 1, failed: 0 },
    ]);
  });

  it.each([
    ["vital", 210],
    ["error", 30_000],
  ] as const)("that ends with a late %s lasts %d ms", (kind, durationMs) => {
    const rows = [browser("interaction", { id: "c", time: 1_000 }), span(["s", ""], 1_010, { durationMs: 200 })];
    const late = browser(kind, { id: "late", time: 31_000 });
    expect(treeOf([...rows, late]).durationMs).toBe(durationMs);
  });

  it("has its records where they were written", () => {
    const written = tree.lines.flatMap(({ key, logs }) => logs.map(({ body }) => [key, body]));
    expect(written).toEqual([
      ["ask", "of the request"],
      ["q", "in q"],
    ]);
    expect(tree.looseLogs.map(({ body }) => body)).toEqual(["loose"]);
  });

  it("folds what is below a line", () => {
    const keys = (folded: string[]) => unfolded(tree.lines, new Set(folded)).map(({ key }) => key);
    expect(keys(["ask"])).toEqual(["click", "ask", "inp", "w"]);
    expect(keys(["click", "s", "none"])).toEqual(["click", "w"]);
  });

  it("says what was cut, and whose parents are missing", () => {
    const part = [span(["a", "gone"], 1, { total: 6_000 }), span(["b", "b"], 2), log("a", "x", { total: 9 })];
    expect(treeOf(part)).toMatchObject({ orphans: 1, cut: { browser: 0, spans: 5_998, logs: 8 } });
  });
});

describe("a broken trace", () => {
  it("of one id twice has both, the second under a name of its own", () => {
    const twice = [span(["a", ""], 1), span(["a", ""], 2), span(["b", "a"], 3), log("a", "once")];
    expect(shapeOf(twice)).toEqual(["0 api a", "1 api b", "0 api a-2"]);
    expect(treeOf(twice).lines.flatMap(({ logs }) => logs)).toHaveLength(1);
  });

  it("of records alone has no lines", () =>
    expect(treeOf([log("", "a"), log("x", "b")])).toMatchObject({ lines: [], durationMs: 0, looseLogs: [{}, {}] }));

  it("has every span once, each below its parent, whatever the ids, the times and the services are", () => {
    const id = fc.constantFrom("a", "b", "c", "d", "");
    const anySpan = fc
      .tuple(id, id, fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 0, max: 1e6 }), fc.constantFrom("x", "y"))
      .map(([own, parent, time, durationMs, service]) => span([own, parent], time, { durationMs, service }));
    fc.assert(
      fc.property(fc.array(anySpan, { maxLength: 12 }), (spans) => {
        const { lines } = treeOf(spans);
        expect(new Set(lines.map(({ row }) => row))).toEqual(new Set(spans));
        expect(new Set(lines.map(({ key }) => key)).size).toBe(spans.length);
        for (const [index, { depth, row }] of lines.entries()) {
          const above = lines.slice(0, index).findLast((line) => line.depth === depth - 1);
          if (depth > 0) expect(row).toMatchObject({ parentSpanId: above?.row.spanId });
        }
        expect(lines.filter(({ startMs }) => !(startMs >= 0))).toEqual([]);
      }),
    );
  });
});
