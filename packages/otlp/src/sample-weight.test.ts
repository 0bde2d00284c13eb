import { limits } from "@perigee/schema";
import { describe, expect, it } from "vitest";
import { readLogs, readSpans } from "./read.ts";
import { adjustedCount } from "./sample-weight.ts";
import { writeLogs, writeSpans } from "./write.ts";

const bytes = (source: unknown) =>
  new TextEncoder().encode(typeof source === "string" ? source : JSON.stringify(source));

function firstOf<Item>(answer: { ok: true; value: { tree: { items: Item[] }[] } } | { ok: false }): Item | undefined {
  return answer.ok ? answer.value.tree[0]?.items[0] : undefined;
}

const logOf = (...values: object[]) => {
  const attributes = values.map((value) => ({ key: "perigee.sample_weight", value }));
  return firstOf(readLogs(bytes({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ attributes }] }] }] }), "json"));
};

const spanOf = (span: object) =>
  firstOf(readSpans(bytes({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }), "json"));

describe("the attribute of a sampled record", () => {
  it.each<[string, object, number | undefined]>([
    ["a number", { doubleValue: 2.5 }, 2.5],
    ["an integer", { intValue: "20" }, 20],
    ["more than a record may stand for", { doubleValue: 1e300 }, limits.weight],
    ["one", { intValue: 1 }, undefined],
  ])("becomes its weight: %s", (_name, value, weight) => {
    const record = logOf(value);
    expect([record?.weight, record?.attributes.size]).toEqual([weight, 0]);
  });

  it.each<[string, object]>([
    ["less than one", { doubleValue: 0.5 }],
    ["a negative number", { intValue: -5 }],
    ["NaN", { doubleValue: "NaN" }],
    ["no end", { doubleValue: "Infinity" }],
    ["text", { stringValue: "5" }],
    ["nothing", {}],
  ])("stays one where it is %s", (_name, value) => {
    const record = logOf(value);
    expect([record?.weight, record?.attributes.size]).toEqual([undefined, 1]);
  });
});

describe("a tracestate", () => {
  it.each<[string, number]>([
    ["ot=th:8", 2],
    ["ot=th:c", 4],
    ["ot=th:C", 4],
    ["ot=th:fd70a4", 100],
    ["ot=th:0", 1],
    ["rojo=00f067aa0ba902b7,congo=t61rcWkgMzE , ot=rv:6e6d1a75832a2f;th:e ", 8],
    ["ot=th:fffffffffffff0", limits.weight],
    ["ot=th:ffffffffffffff", limits.weight],
  ])("says how many spans one stands for: %s", (traceState, weight) => {
    expect(adjustedCount(traceState)).toBeCloseTo(weight, 3);
    expect(spanOf({ traceState })?.weight ?? 1).toBeCloseTo(weight, 3);
  });

  it.each([
    "",
    "ot=",
    "ot=rv:6e6d1a75832a2f",
    "ot=th:",
    "ot=th:g",
    "ot=th:123456789012345",
    "ot=path:8",
    "robot=th:8",
    "a@ot=th:8",
    "th:8",
    "x=ot=th:8",
  ])("says nothing of it: %j", (traceState) => {
    expect(spanOf({ traceState })).not.toHaveProperty("weight");
  });

  it("gives way to the attribute", () => {
    const attributes = [{ key: "perigee.sample_weight", value: { intValue: 40 } }];
    expect(spanOf({ traceState: "ot=th:c", attributes })).toMatchObject({ weight: 40, attributes: new Map() });
  });
});

describe("a written weight", () => {
  const scope = { name: "", version: "", attributes: new Map(), droppedAttributesCount: 0, schemaUrl: "" };
  const tree = <Item>(item: Item) => [{ resource: scope, scope, items: [item] }];
  const log = logOf() ?? expect.unreachable();
  const span = spanOf({ traceState: "ot=th:c" }) ?? expect.unreachable();

  it("is written only where it says something", () => {
    expect(writeLogs(tree(log))).not.toContain("perigee");
    expect(writeLogs(tree({ ...log, weight: 1 }))).not.toContain("perigee");
    expect(writeLogs(tree({ ...log, weight: 10 }))).toContain(
      '"attributes":[{"key":"perigee.sample_weight","value":{"intValue":"10"}}]',
    );
    expect(writeSpans(tree(span))).not.toContain("perigee");
    const { weight: _, ...unsampled } = span;
    expect(writeSpans(tree(unsampled))).toContain('{"key":"perigee.sample_weight","value":{"intValue":"1"}}');
  });
});
