import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Connection, connectionFromUrl, insert, type Sql, select, sql } from "@perigee/clickhouse";
import { migrateUp } from "@perigee/clickhouse/migrate";
import { startClickHouseServer } from "@perigee/local/clickhouse-server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { logRows, type MadeRows, type Metrics, metricRows, type RowGroup, spanRows } from "../src/index.ts";
import {
  countItems,
  countPoints,
  finishedRows,
  receivedAt,
  recentLogs,
  recentMetrics,
  recentSpans,
} from "./finished-rows.ts";

/** Rows of the strangest trees, in a real ClickHouse. */

const receipt = { receivedAt };
let connection: Connection;
let stop: () => Promise<void>;

beforeAll(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "perigee-otlp-"));
  const server = await startClickHouseServer({ dataDir, port: 0 });
  stop = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  connection = { ...connectionFromUrl(server.url), database: "otlp" };
  await migrateUp(connection);
});

afterAll(() => stop?.());

async function write(groups: RowGroup[]): Promise<void> {
  for (const [table, ofTable] of Map.groupBy(groups, (group) => group.table)) {
    const lines = ofTable.flatMap(finishedRows).map((row) => `${JSON.stringify(row)}\n`);
    const gzipMembers = [gzipSync(lines.join(""))];
    expect(await insert(connection, { table, gzipMembers, token: crypto.randomUUID() })).toEqual({ ok: true });
  }
}

async function rowsOf(query: Sql): Promise<unknown[]> {
  const answer = await select(connection, query);
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value;
}

/** Rows of many trees, which together hold as many records. */
function sample<Tree>(arbitrary: fc.Arbitrary<Tree>, make: (tree: Tree) => MadeRows, count: (tree: Tree) => number) {
  const trees = fc.sample(arbitrary, { numRuns: 200, seed: 5 });
  return {
    groups: trees.flatMap((tree) => make(tree).groups),
    records: trees.reduce((sum, tree) => sum + count(tree), 0),
  };
}

it("takes logs and spans as they are made", async () => {
  const logs = sample(recentLogs, (tree) => logRows(tree, receipt), countItems);
  const spans = sample(recentSpans, (tree) => spanRows(tree, receipt), countItems);
  await write([...logs.groups, ...spans.groups]);
  const bodies = logs.groups.flatMap(({ rows }) => rows.map(({ Body }) => Body));
  expect(bodies).toHaveLength(logs.records);
  const stored = await rowsOf(sql`SELECT Body FROM otel_logs FINAL ORDER BY Body`);
  expect(new Set(stored.map((row) => (row as { Body: string }).Body))).toEqual(new Set(bodies));
  expect(await rowsOf(sql`SELECT count() > 0 AS some FROM otel_traces`)).toEqual([{ some: 1 }]);
});

it("keeps entities of a resource and metadata of a metric, beside rows that name none or not all of their columns", async () => {
  const attributes = new Map([["host.id", "h1"]]);
  const entityRefs = [
    { schemaUrl: "https://a.example/1.40.0", type: "host", idKeys: ["host.id"], descriptionKeys: ["host.name", "os"] },
    { schemaUrl: "", type: "service", idKeys: [], descriptionKeys: [] },
  ];
  const points = [
    {
      attributes,
      startTimeUnixNano: 0n,
      timeUnixNano: BigInt(receivedAt) * 1_000_000n,
      flags: 0,
      exemplars: [],
      value: 1,
    },
  ];
  const metadata = new Map([["prometheus.type", "gauge"]]);
  const metric = {
    name: "entities",
    description: "",
    unit: "",
    metadata: new Map(),
    data: { kind: "gauge" as const, points },
  };
  const bare = { attributes, droppedAttributesCount: 0, schemaUrl: "" };
  const scope = { ...bare, name: "", version: "" };
  const tree: Metrics = [
    { resource: { ...bare, entityRefs }, scope, items: [{ ...metric, metadata }] },
    { resource: bare, scope, items: [{ ...metric, name: "entities none" }] },
  ];
  const { groups } = metricRows(tree, receipt);
  const [, none] = groups;
  if (!none) throw new Error("a metric has made no rows");
  const onlyType = { MetricName: "entities of a type", "ResourceEntityRefs.Type": ["host"] };
  await write([...groups, { ...none, shared: { ...none.shared, ...onlyType } }]);
  const stored = sql`SELECT MetricMetadata AS metadata, ResourceEntityRefs.Type AS types, ResourceEntityRefs.IdKeys AS ids,
      ResourceEntityRefs.DescriptionKeys AS descriptions, ResourceEntityRefs.SchemaUrl AS urls
    FROM otel_metrics_gauge WHERE MetricName LIKE 'entities%' ORDER BY MetricName`;
  expect(await rowsOf(stored)).toEqual([
    {
      metadata: { "prometheus.type": "gauge" },
      types: ["host", "service"],
      ids: [["host.id"], []],
      descriptions: [["host.name", "os"], []],
      urls: ["https://a.example/1.40.0", ""],
    },
    { metadata: {}, types: [], ids: [], descriptions: [], urls: [] },
    { metadata: {}, types: ["host"], ids: [[]], descriptions: [[]], urls: [""] },
  ]);
});

it("takes data points of all kinds, with NaN and the infinities", async () => {
  const metrics = sample(recentMetrics, (tree) => metricRows(tree, receipt), countPoints);
  const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300, -0.1];
  // Of points of one series and one time the table keeps one.
  const points = values.map((value, index) => ({
    attributes: new Map([["index", index]]),
    startTimeUnixNano: 0n,
    timeUnixNano: BigInt(receivedAt) * 1_000_000n,
    flags: 0,
    exemplars: [],
    value,
  }));
  const metric = { name: "strange", description: "", unit: "", metadata: new Map() };
  const ofNone = { attributes: new Map(), droppedAttributesCount: 0, schemaUrl: "" };
  const scope = { ...ofNone, name: "", version: "" };
  const tree: Metrics = [{ resource: ofNone, scope, items: [{ ...metric, data: { kind: "gauge", points } }] }];
  const strange = metricRows(tree, receipt);
  await write([...metrics.groups, ...strange.groups]);
  const tables = new Set(metrics.groups.map(({ table }) => table));
  expect(tables.size).toBe(5);
  const stored = sql`SELECT toString(Value) AS text FROM otel_metrics_gauge WHERE MetricName = 'strange' ORDER BY text`;
  expect(await rowsOf(stored)).toEqual(["-0.1", "-inf", "1e300", "inf", "nan"].map((text) => ({ text })));
});
