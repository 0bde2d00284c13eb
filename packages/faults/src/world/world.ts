import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventTable, edgeKeyName, hashKey } from "@perigee/schema";
import { origin } from "../load/numbered-batch.ts";
import { recordIdKey } from "../load/numbered-telemetry.ts";
import type { Random } from "../random.ts";
import { type ClickHouse, startClickHouse } from "./clickhouse.ts";
import { type FaultProxy, startFaultProxy } from "./fault-proxy.ts";
import { type FaultyWorkers, startFaultyWorkers } from "./workers.ts";

/** The pipeline as it runs on a laptop, and a hand on everything in it that can break. */
export type World = {
  dataDir: string;
  /** Between the clients and ingest. */
  toIngest: FaultProxy;
  /** Between the consumer and ClickHouse. */
  toClickHouse: FaultProxy;
  workers: FaultyWorkers;
  clickhouse: () => ClickHouse;
  /** Puts another ClickHouse behind the proxy until the answer is called. It must have the first one's password. */
  replaceClickHouse: (other: ClickHouse) => () => void;
  stop: () => Promise<void>;
};

export async function startWorld(): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), "perigee-faults-"));
  const [toIngest, toClickHouse] = [await startFaultProxy(), await startFaultProxy()];
  let clickhouse = await startClickHouse({ dataDir: join(dataDir, "clickhouse"), proxy: toClickHouse });
  const workers = await startFaultyWorkers({ dataDir, clickhouse: clickhouse.connection, proxy: toIngest });
  const first = clickhouse;
  return {
    dataDir,
    toIngest,
    toClickHouse,
    workers,
    clickhouse: () => clickhouse,
    replaceClickHouse: (other) => {
      clickhouse = other;
      other.lead();
      return () => {
        clickhouse = first;
        first.lead();
      };
    },
    stop: async () => {
      await workers.stop();
      await first.stop();
      await Promise.all([toIngest.stop(), toClickHouse.stop()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Takes back every fault that still waits. */
export async function heal({ toIngest, toClickHouse, workers }: World): Promise<void> {
  toIngest.disarm();
  toClickHouse.disarm();
  for (const worker of ["ingest", "consumer", "api"] as const) await workers.plan(worker, {});
}

export type TestProject = { id: number; keys: string[] };

/** A project with so many public keys, written where the edge looks for them. */
export async function makeProject({ workers }: World, random: Random, keyCount: number): Promise<TestProject> {
  const id = random.whole(1, 4_000_000_000);
  const keys = Array.from({ length: keyCount }, () => `pk_${Buffer.from(random.bytes(16)).toString("hex")}`);
  const edgeKey = {
    keyId: "faults",
    projectId: id,
    kind: "public",
    origins: [origin],
    retentionDays: 90,
    revoked: false,
  };
  const names = await Promise.all(keys.map(async (key) => edgeKeyName(await hashKey(key))));
  await workers.putKeys(Object.fromEntries(names.map((name) => [name, JSON.stringify(edgeKey)])));
  return { id, keys };
}

/** Where the ids of records stand. */
const recordMaps = {
  otel_logs: "LogAttributes",
  otel_traces: "SpanAttributes",
  otel_metrics_gauge: "Attributes",
  otel_metrics_sum: "Attributes",
};

/** How often each id stands in the tables, as the rows lie there or, with `FINAL`, as readers see them. */
export async function storedIds(
  { clickhouse }: World,
  project: TestProject,
  final: "" | "FINAL" = "",
): Promise<Map<string, number>> {
  const idsIn = (table: string, id: string) =>
    `SELECT ${id} AS id FROM ${table} ${final} WHERE project_id = ${project.id}`;
  const tables = [
    ...EventTable.options.map((table) => idsIn(table, "toString(event_id)")),
    ...Object.entries(recordMaps).map(([table, map]) => idsIn(table, `toString(${map}['${recordIdKey}'])`)),
  ];
  const rows = await clickhouse().query(
    `SELECT id, toUInt32(count()) AS count FROM (${tables.join(" UNION ALL ")}) GROUP BY id`,
  );
  return new Map(rows.map(({ id, count }) => [String(id), Number(count)]));
}

/** Events that the view of visits counts beyond the rows that it is made of. */
export async function viewExcess({ clickhouse }: World, { id }: TestProject): Promise<number> {
  const of = (what: string, table: string) => `toInt32((SELECT ${what} FROM ${table} WHERE project_id = ${id}))`;
  const [row] = await clickhouse().query(
    `SELECT ${of("sum(events)", "sessions")} - ${of("count()", "events")} AS excess`,
  );
  return Number(row?.["excess"]);
}

/** Message ids of the project's dead letters. */
export async function deadLetters({ workers }: World, { id }: TestProject): Promise<string[]> {
  const names = await workers.list("dead");
  return names.flatMap((name) => new RegExp(`^dead/${id}/[^/]+/([^/.]+)\\.json$`).exec(name)?.[1] ?? []);
}

/** Messages of the project that still lie in the spool, and notes of those whose visits are to be counted again. */
export async function spooled({ workers }: World, { id }: TestProject): Promise<number> {
  const names = await workers.list("spool");
  return names.filter((name) => /^(spool|recount)\//.test(name) && name.includes(`/${id}/`)).length;
}
