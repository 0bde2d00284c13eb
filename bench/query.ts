import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectionFromUrl, type QueryName, queries, runQuery } from "@perigee/clickhouse";
import { migrateUp } from "@perigee/clickhouse/migrate";
import { seed } from "@perigee/clickhouse/seed";
import { startClickHouseServer } from "@perigee/local/clickhouse-server";
import { querySettings } from "../packages/clickhouse/src/run-query.ts";
import { openEngine } from "../packages/local/src/clickhouse-server/engine.ts";
import { formatTable, percentile } from "./load/table.ts";
import type { BenchResult } from "./run.ts";

/**
 * Every dashboard query at 1 and 10 million events (rows over all three tables, one project, 30 days), as `runQuery` answers it: SQL built,
 * sent over HTTP to the local server, rows parsed and checked. Floor: the same SQL with the same settings run straight on chDB in this
 * process, after the server has let go of the directory. Flags: the sizes, such as `200000`; `--rounds=N`, 20 by default.
 */
export const name = "query";

const projectId = 1;
const day = 86_400_000;
const warmups = 2;

type Case = { label: string; name: QueryName; params: object };

export async function run(flags: string[]): Promise<BenchResult> {
  const rounds = Number(flags.find((flag) => flag.startsWith("--rounds="))?.slice("--rounds=".length) ?? 20);
  const chosen = flags.map(Number).filter((size) => size > 0);
  const sizes = chosen.length > 0 ? chosen : [1_000_000, 10_000_000];
  const measured: Measured[] = [];
  for (const size of sizes) measured.push(...(await measureAt(size, rounds)));
  const largest = measured.filter(({ size }) => size === sizes.at(-1));
  const sum = (key: "p50Ms" | "straightP50Ms") => largest.reduce((total, row) => total + row[key], 0);
  const figures = Object.fromEntries(
    measured.flatMap(({ label, size, p50Ms, p95Ms }) => [
      [`${label} ${short(size)} p50Ms`, p50Ms],
      [`${label} ${short(size)} p95Ms`, p95Ms],
    ]),
  );
  const table = formatTable([
    ["query (ms)", "events", "p50", "p95", "straight p50", "straight p95"],
    ...measured.map((row) => [row.label, short(row.size), row.p50Ms, row.p95Ms, row.straightP50Ms, row.straightP95Ms]),
  ]);
  return { name, figures, floor: sum("straightP50Ms"), ratio: sum("p50Ms") / sum("straightP50Ms"), table };
}

type Measured = {
  label: string;
  size: number;
  p50Ms: number;
  p95Ms: number;
  straightP50Ms: number;
  straightP95Ms: number;
};

async function measureAt(size: number, rounds: number): Promise<Measured[]> {
  const dataDir = await mkdtemp(join(tmpdir(), "perigee-bench-query-"));
  try {
    const { cases, times } = await measureOverHttp({ dataDir, size, rounds });
    const straight = await measureStraight({ dataDir, cases, rounds });
    return cases.map(({ label }, index) => ({
      label,
      size,
      p50Ms: percentile(times[index] ?? [], 0.5),
      p95Ms: percentile(times[index] ?? [], 0.95),
      straightP50Ms: percentile(straight[index] ?? [], 0.5),
      straightP95Ms: percentile(straight[index] ?? [], 0.95),
    }));
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function measureOverHttp({ dataDir, size, rounds }: { dataDir: string; size: number; rounds: number }) {
  const server = await startClickHouseServer({ dataDir, port: 0 });
  try {
    const connection = { ...connectionFromUrl(server.url), database: "perigee" };
    await migrateUp(connection);
    const { endMs } = await seed(connection, { projectId, events: size }, ({ rows, total }) => {
      process.stderr.write(`\rseeding ${rows.toLocaleString("en")} of ${total.toLocaleString("en")}  `);
    });
    process.stderr.write("\n");
    const ask = async ({ name, params }: Omit<Case, "label">) => {
      const answer = await runQuery(connection, { name, projectId, params });
      if (!answer.ok) throw new Error(`${name}: ${answer.failure.message}`);
      return answer.value.rows;
    };
    const range = { from: endMs - 30 * day, to: endMs };
    const [visit] = (await ask({ name: "sessions", params: { ...range, limit: 1 } })) as { sessionId: string }[];
    const cases = casesOver(range, visit?.sessionId ?? "");
    const times: number[][] = [];
    for (const one of cases) times.push(await repeat(rounds, () => ask(one)));
    return { cases, times };
  } finally {
    await server.stop();
  }
}

async function measureStraight({ dataDir, cases, rounds }: { dataDir: string; cases: Case[]; rounds: number }) {
  const engine = await openEngine(dataDir);
  try {
    return await engine.withConnection(async (connection) => {
      await connection.query("USE perigee");
      for (const [setting, value] of Object.entries(querySettings)) {
        // With readonly set, the parameters of the next query could not be.
        if (setting !== "readonly") await connection.query(`SET ${setting} = ${value}`);
      }
      const times: number[][] = [];
      for (const one of cases) {
        const { text, params } = sqlOf(one);
        for (const [key, value] of Object.entries(params)) await connection.query(`SET param_${key} = ${quote(value)}`);
        times.push(await repeat(rounds, () => connection.query(text, "JSONEachRow")));
      }
      return times;
    });
  } finally {
    engine.close();
  }
}

function sqlOf({ name, params }: Case) {
  const query = queries[name];
  return query.build(projectId, query.params.parse(params) as never).compile();
}

/** As ClickHouse reads a parameter's text; the values of this bench hold nothing that needs an escape. */
const quote = (value: string | number | readonly string[]): string =>
  typeof value === "object" ? `'[${value.map((item) => `\\'${item}\\'`).join(",")}]'` : `'${value}'`;

async function repeat(rounds: number, work: () => Promise<unknown>): Promise<number[]> {
  for (let warmup = 0; warmup < warmups; warmup++) await work();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return times;
}

function casesOver(range: { from: number; to: number }, sessionId: string): Case[] {
  const breakdown = (dimension: string, filter: string[] = []): Case => ({
    label: `breakdown ${[dimension, ...filter].join(" ")}`,
    name: "breakdown",
    params: { ...range, dimension, filter },
  });
  const country = "country:is:DE";
  const page = "page:is:/cart";
  return [
    { label: "overview", name: "overview", params: range },
    { label: `overview ${country}`, name: "overview", params: { ...range, filter: [country] } },
    { label: `overview ${page}`, name: "overview", params: { ...range, filter: [page] } },
    { label: "live-visitors", name: "live-visitors", params: {} },
    { label: "traffic-series day", name: "traffic-series", params: { ...range, interval: "day", tz: "Europe/Berlin" } },
    { label: "traffic-series hour", name: "traffic-series", params: { ...range, interval: "hour" } },
    ...["page", "route", "entry_page", "exit_page", "source", "channel", "utm_campaign"].map((one) => breakdown(one)),
    ...["country", "region", "city", "browser", "os", "device", "release", "event"].map((one) => breakdown(one)),
    breakdown("page", [country]),
    breakdown("source", [page]),
    { label: "vitals-summary", name: "vitals-summary", params: range },
    { label: "vitals-by-route", name: "vitals-by-route", params: { ...range, metric: "LCP" } },
    { label: "requests", name: "requests", params: range },
    { label: "interactions", name: "interactions", params: range },
    { label: "issues", name: "issues", params: range },
    { label: "sessions", name: "sessions", params: range },
    { label: "session-timeline", name: "session-timeline", params: { sessionId } },
  ];
}

const short = (size: number): string => (size >= 1_000_000 ? `${size / 1_000_000}M` : `${size / 1_000}k`);
