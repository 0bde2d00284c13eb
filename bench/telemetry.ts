import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Connection,
  connectionFromUrl,
  type QueryName,
  runQuery,
  type Sql,
  select,
  sql,
} from "@perigee/clickhouse";
import { migrateUp } from "@perigee/clickhouse/migrate";
import { startClickHouseServer } from "@perigee/local/clickhouse-server";
import { command } from "../packages/clickhouse/src/command.ts";
import { formatTable, percentile } from "./load/table.ts";
import type { BenchResult } from "./run.ts";

/**
 * The queries of logs and spans over a day of one project with a million of each (20 services, 400 operations, 30 words a body), as
 * `runQuery` answers them. Floor: a count of the same rows, which reads one narrow column. Flags: another size, such as `200000`;
 * `--rounds=N`, 20 by default.
 */

const projectId = 1;
const day = 86_400_000;
const from = Math.floor(Date.now() / day) * day - day;
const range = { from, to: from + day };
const insertRows = 250_000;

type Case = { label: string; name: QueryName; params: object };

const cases: Case[] = [
  { label: "service-overview", name: "service-overview", params: range },
  { label: "service-overview by operation", name: "service-overview", params: { ...range, by: "operation" } },
  { label: "service-overview 1 service", name: "service-overview", params: { ...range, service: "service-7" } },
  { label: "service-overview 1 hour", name: "service-overview", params: { ...range, from: range.to - day / 24 } },
  { label: "logs-histogram", name: "logs-histogram", params: range },
  { label: "logs-histogram of a word", name: "logs-histogram", params: { ...range, text: "w17" } },
  { label: "logs", name: "logs", params: range },
  { label: "logs of a rare word", name: "logs", params: { ...range, text: "order4711" } },
  { label: "logs of an attribute", name: "logs", params: { ...range, attribute: "user.id=4711" } },
  { label: "logs 1 service, errors", name: "logs", params: { ...range, service: "service-7", severity: "error" } },
  { label: "spans slowest", name: "spans", params: { ...range, sort: "slowest" } },
  { label: "spans newest", name: "spans", params: range },
  { label: "trace", name: "trace", params: { traceId: "7".padStart(32, "0") } },
  { label: "services", name: "services", params: {} },
];

export async function run(flags: string[]): Promise<BenchResult> {
  const rounds = Number(flags.find((flag) => flag.startsWith("--rounds="))?.slice("--rounds=".length) ?? 20);
  const size = flags.map(Number).find((number) => number > 0) ?? 1_000_000;
  const dataDir = await mkdtemp(join(tmpdir(), "perigee-bench-telemetry-"));
  const server = await startClickHouseServer({ dataDir, port: 0 });
  try {
    const connection = { ...connectionFromUrl(server.url), database: "perigee" };
    await migrateUp(connection);
    for (let start = 0; start < size; start += insertRows) {
      for (const rows of [logRows, spanRows])
        await must(command(connection, rows(start, Math.min(insertRows, size - start))));
    }
    return report(await measure(connection, rounds));
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

type Measured = { label: string; rows: number; times: number[] };

async function measure(connection: Connection, rounds: number): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const { label, name, params } of cases) {
    const ask = async () => (await must(runQuery(connection, { name, projectId, params }))).rows.length;
    measured.push({ label, ...(await repeat(rounds, ask)) });
  }
  const counted = sql`SELECT count() FROM otel_traces WHERE project_id = ${{ UInt32: projectId }} AND Duration > 0`;
  const count = async () => (await must(select(connection, counted))).length;
  return [...measured, { label: "floor: count", ...(await repeat(rounds, count)) }];
}

async function repeat(rounds: number, ask: () => Promise<number>): Promise<{ rows: number; times: number[] }> {
  const rows = await ask();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    await ask();
    times.push(performance.now() - startedAt);
  }
  return { rows, times };
}

function report(measured: Measured[]): BenchResult {
  const p50 = (label: string) => percentile(measured.find((one) => one.label === label)?.times ?? [], 0.5);
  const floor = p50("floor: count");
  return {
    name: "telemetry",
    figures: Object.fromEntries(measured.map(({ label }) => [`${label} p50Ms`, p50(label)])),
    floor,
    ratio: p50("service-overview") / floor,
    table: formatTable([
      ["query (ms)", "rows", "least", "p50", "p95"],
      ...measured.map(({ label, rows, times }) => [
        label,
        rows,
        Math.min(...times),
        percentile(times, 0.5),
        percentile(times, 0.95),
      ]),
    ]),
  };
}

async function must<T>(
  answer: Promise<{ ok: true; value: T } | { ok: false; failure: { message: string } }>,
): Promise<T> {
  const given = await answer;
  if (!given.ok) throw new Error(given.failure.message);
  return given.value;
}

/** Spread over the day without order, as services send them, but the same in each run. */
const shared = (start: number, rows: number, table: "logs" | "spans"): { columns: Sql; source: Sql } => ({
  columns: sql`${{ UInt32: projectId }} AS project_id, 30 AS retention_days, generateUUIDv4() AS message_id, toUInt32(number) AS seq,
    fromUnixTimestamp64Milli(toInt64(${{ UInt64: String(from) }} + sipHash64(number, ${{ String: table }}) % ${{ UInt32: day }}), 'UTC') AS Timestamp,
    concat('service-', toString(number % 20)) AS ServiceName,
    map('service.name', ServiceName, 'deployment.environment.name', 'production', 'host.name', concat('h', toString(number % 50))) AS ResourceAttributes`,
  source: sql`FROM numbers(${{ UInt64: String(start) }}, ${{ UInt64: String(rows) }})`,
});

function logRows(start: number, rows: number): Sql {
  const { columns, source } = shared(start, rows, "logs");
  return sql`INSERT INTO otel_logs (project_id, retention_days, message_id, seq, Timestamp, ServiceName, ResourceAttributes,
      TraceId, SpanId, SeverityNumber, SeverityText, Body, LogAttributes)
    SELECT ${columns}, leftPad(toString(intDiv(number, 10)), 32, '0') AS TraceId, leftPad(toString(number), 16, '0') AS SpanId,
      [9, 9, 9, 9, 9, 9, 5, 5, 13, 17][intDiv(number, 20) % 10 + 1] AS SeverityNumber, 'x' AS SeverityText,
      concat('order', toString(number % 100000), ' ', arrayStringConcat(arrayMap(i -> concat('w', toString(sipHash64(number, i) % 500)), range(30)), ' ')) AS Body,
      map('user.id', toString(number % 100000), 'http.route', concat('/r/', toString(number % 20))) AS LogAttributes
    ${source}`;
}

function spanRows(start: number, rows: number): Sql {
  const { columns, source } = shared(start, rows, "spans");
  return sql`INSERT INTO otel_traces (project_id, retention_days, message_id, seq, Timestamp, ServiceName, ResourceAttributes,
      TraceId, SpanId, SpanName, SpanKind, Duration, StatusCode, SpanAttributes)
    SELECT ${columns}, leftPad(toString(intDiv(number, 10)), 32, '0') AS TraceId, leftPad(toString(number), 16, '0') AS SpanId,
      concat('GET /r/', toString(intDiv(number, 20) % 20)) AS SpanName, ['Server', 'Internal', 'Client'][intDiv(number, 400) % 3 + 1] AS SpanKind,
      toUInt64(exp(randNormal(17, 1.2))) AS Duration, if(number % 50 = 0, 'Error', 'Unset') AS StatusCode,
      map('http.route', SpanName, 'user.id', toString(number % 100000)) AS SpanAttributes
    ${source}`;
}
