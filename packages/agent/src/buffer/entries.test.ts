import { gunzipSync } from "node:zlib";
import { type AnyValue, type LogRecord, type Resource, readLogs, type Scoped } from "@perigee/otlp";
import { describe, expect, it } from "vitest";
import { logRecord } from "../inputs/log-record.ts";
import { toEntries } from "./entries.ts";
import { TextPool } from "./text-pool.ts";
import { toParts } from "./to-parts.ts";

const resourceOf = (service: string): Resource => ({
  attributes: new Map<string, AnyValue>([["service.name", service]]),
  droppedAttributesCount: 0,
  schemaUrl: "",
});
const scope = { name: "test", version: "", attributes: new Map(), droppedAttributesCount: 0, schemaUrl: "" };
const [shop, tricky] = [resourceOf("shop"), resourceOf('"logRecords":[]')];

const logsOf = (resource: Resource, bodies: string[]): Scoped<LogRecord> => ({
  resource,
  scope,
  items: bodies.map((body) => logRecord({ body, observedTimeUnixNano: 1n })),
});

/** What a server reads of the requests, with the service of each line. */
function received(emissions: Iterable<Scoped<LogRecord>>[], pool = new TextPool()): [string, string][] {
  const entries = emissions.flatMap((logs) => toEntries({ logs }, pool));
  return toParts(entries).flatMap(({ body, items }) => {
    const read = readLogs(gunzipSync(body), "json");
    if (!read.ok) throw new Error(read.failure.message);
    const lines = read.value.tree.flatMap(({ resource, items: records }) =>
      records.map((record): [string, string] => [String(resource.attributes.get("service.name")), String(record.body)]),
    );
    expect(lines).toHaveLength(items);
    return lines;
  });
}

const numbered = (count: number, width = 1) =>
  Array.from({ length: count }, (_, index) => `${index} ${"é".repeat(width)}`);
const pairs = (resource: Resource, bodies: string[]) =>
  bodies.map((body) => [String(resource.attributes.get("service.name")), body]);

describe("telemetry that becomes requests", () => {
  it.each([
    ["one record", ["a"]],
    ["none", []],
    ["several pieces", numbered(50)],
    ["more than a block of memory", numbered(50, 20_000)],
    ["more than a request", numbered(100, 50_000)],
  ])("arrives in order: %s", (_, bodies) => {
    expect(received([[logsOf(shop, bodies)]])).toEqual(pairs(shop, bodies));
  });

  it("stays with its resource, whatever stands in that", () => {
    const [some, others] = [numbered(20), numbered(3)];
    const logs = [logsOf(shop, some), logsOf(tricky, others), logsOf(shop, others)];
    const expected = [...pairs(shop, some), ...pairs(tricky, others), ...pairs(shop, others)];
    expect(received([logs, logs])).toEqual([...expected, ...expected]);
  });

  it("is not changed by what comes later, though memory is used again", () => {
    const pool = new TextPool();
    const first = toEntries({ logs: [logsOf(shop, ["first"])] }, pool);
    const kept = toParts(first);
    for (const { text } of first) pool.release(text);
    expect(received([[logsOf(shop, ["second"])]], pool)).toEqual([["shop", "second"]]);
    expect(String(gunzipSync(kept[0]?.body ?? ""))).toContain("first");
  });
});
