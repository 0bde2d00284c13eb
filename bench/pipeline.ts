import { gzipSync } from "node:zlib";
import { type SpawnedStack, spawnStack } from "@perigee/local";
import type { LocalFile } from "@perigee/schema";
import { makeBatch } from "./load/batch.ts";
import { family, type ProcessCost } from "./load/processes.ts";
import { inParallel, makeSender, type Sender } from "./load/send.ts";
import { formatTable, percentile } from "./load/table.ts";
import type { BenchResult } from "./run.ts";

/**
 * Events sent over HTTP until all are queryable: SDK-shaped gzip batches → ingest → queues → consumer → ClickHouse with all views.
 * Floor: the same rows inserted straight into ClickHouse as joined gzip members, in inserts of 10,000 rows. There ClickHouse has both of
 * the machine's cores, which the pipeline shares with the load, the Workers and the spool: so its CPU per row is compared as well.
 *
 * `pnpm bench pipeline [events] [--batch 100] [--minutes 1]`: events at full speed, then half of that rate for so many minutes, in
 * which the lag is measured: from the 202 until the rows are counted. `--minutes 0` leaves that out.
 */

const connections = 16;
const pollMs = 50;

export async function run(flags: string[]): Promise<BenchResult> {
  const events = Number(flags.find((flag, at) => /^\d+$/.test(flag) && !flags[at - 1]?.startsWith("--")) ?? 1_000_000);
  const batchEvents = numberAfter(flags, "--batch") ?? 100;
  const minutes = numberAfter(flags, "--minutes") ?? 1;
  const stack = await spawnStack(["--no-seed", "--no-demo"]);
  try {
    const peak = await fullSpeed(stack, { events, batchEvents });
    const half =
      minutes > 0 ? await halfSpeed(stack, { minutes, batchEvents, eventsPerS: peak.queryablePerS / 2 }) : {};
    const { rowsPerS: floor, cpuSPerMillion } = await insertFloor(stack);
    const ratio = peak.queryablePerS / floor;
    const figures: Record<string, number> = { ...peak, ...half, floorCpuSPerMillion: cpuSPerMillion };
    const table = formatTable([
      ["pipeline", "value"],
      ...Object.entries(figures).map(([key, value]): [string, number] => [labels[key] ?? key, value]),
      ["floor: inserted straight, rows/s", floor],
      ["ratio to floor", ratio],
      ["ratio to floor, CPU of ClickHouse alone", cpuSPerMillion / peak.clickhouseCpuSPerMillion],
    ]);
    return { name: "pipeline", figures, floor, ratio, table };
  } finally {
    await stack.stop();
  }
}

const labels: Record<string, string> = {
  events: "events sent",
  stored: "rows stored",
  acceptedPerS: "accepted, events/s",
  queryablePerS: "queryable, events/s",
  retriedAfter503: "requests sent again after 503",
  eventsInsertRowsP50: "rows per INSERT into events, p50",
  insertRowsP50: "rows per INSERT into any table, p50",
  workersCpuSPerMillion: "CPU of the Workers, s per million events",
  clickhouseCpuSPerMillion: "CPU of ClickHouse, s per million events",
  floorCpuSPerMillion: "floor: CPU of ClickHouse, s per million rows",
  halfRatePerS: "half speed: accepted, events/s",
  lagP50Ms: "half speed: 202 → queryable, ms, p50",
  lagP99Ms: "half speed: 202 → queryable, ms, p99",
  workersStartMb: "half speed: memory of the Workers at first, MB",
  workersEndMb: "half speed: memory of the Workers at last, MB",
  clickhouseStartMb: "half speed: memory of ClickHouse at first, MB",
  clickhouseEndMb: "half speed: memory of ClickHouse at last, MB",
};

function numberAfter(flags: string[], name: string): number | undefined {
  const at = flags.indexOf(name);
  return at < 0 ? undefined : Number(flags[at + 1]);
}

async function fullSpeed(
  { file, pid }: SpawnedStack,
  { events, batchEvents }: { events: number; batchEvents: number },
): Promise<{ queryablePerS: number; clickhouseCpuSPerMillion: number } & Record<string, number>> {
  const bodies = prepare(file, { count: Math.ceil(events / batchEvents), batchEvents });
  const sent = bodies.length * batchEvents;
  const before = await countRows(file);
  const costBefore = await costByName(pid);
  const startedAt = performance.now();
  const refusals = await sendAll(file, bodies);
  const acceptedS = (performance.now() - startedAt) / 1000;
  await untilRows(file, before + sent);
  const queryableS = (performance.now() - startedAt) / 1000;
  const costAfter = await costByName(pid);
  const cpuPerMillion = (name: string) =>
    (((costAfter.get(name)?.cpuS ?? 0) - (costBefore.get(name)?.cpuS ?? 0)) * 1_000_000) / sent;
  const metrics = await consumerMetrics(file);
  return {
    events: sent,
    stored: (await countRows(file)) - before,
    acceptedPerS: sent / acceptedS,
    queryablePerS: sent / queryableS,
    retriedAfter503: refusals,
    eventsInsertRowsP50: medianOf(
      metrics,
      /^perigee_consumer_insert_rows_bucket\{table="events",le="([^"]+)"\} (\d+)$/,
    ),
    insertRowsP50: medianOf(metrics, /^perigee_consumer_insert_rows_bucket\{table="[^"]+",le="([^"]+)"\} (\d+)$/),
    workersCpuSPerMillion: cpuPerMillion("workerd"),
    clickhouseCpuSPerMillion: cpuPerMillion("chDB"),
  };
}

/** Rows become visible about in the order in which they were accepted, so counts tell how long each batch took. */
async function halfSpeed(
  { file, pid }: SpawnedStack,
  { minutes, batchEvents, eventsPerS }: { minutes: number; batchEvents: number; eventsPerS: number },
): Promise<Record<string, number>> {
  const before = await countRows(file);
  const costBefore = await costByName(pid);
  const accepted: number[] = [];
  const lags: number[] = [];
  const startedAt = performance.now();
  const endAt = startedAt + minutes * 60_000;
  const sender = senderTo(file);
  let next = 0;
  const lane = async () => {
    for (let at = startedAt; at < endAt; ) {
      at = startedAt + (next++ * batchEvents * 1000) / eventsPerS;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, at - performance.now())));
      await sendOne(sender, gzipSync(makeBatch({ origin: file.demoUrl, events: batchEvents }), { level: 1 }));
      accepted.push(performance.now());
    }
  };
  const sending = Promise.all(Array.from({ length: connections }, lane));
  let isSending = true;
  void sending.then(() => {
    isSending = false;
  });
  const look = async () => {
    const visible = Math.floor(((await countRows(file)) - before) / batchEvents);
    const now = performance.now();
    while (lags.length < visible) lags.push(Math.max(0, now - (accepted[lags.length] ?? now)));
  };
  while (isSending || (lags.length < accepted.length && performance.now() < endAt + 120_000)) {
    await look();
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  await sending;
  sender.close();
  const costAfter = await costByName(pid);
  return {
    halfRatePerS: (accepted.length * batchEvents * 1000) / ((accepted.at(-1) ?? startedAt) - startedAt),
    lagP50Ms: percentile(lags, 0.5),
    lagP99Ms: percentile(lags, 0.99),
    workersStartMb: costBefore.get("workerd")?.residentMb ?? 0,
    workersEndMb: costAfter.get("workerd")?.residentMb ?? 0,
    clickhouseStartMb: costBefore.get("chDB")?.residentMb ?? 0,
    clickhouseEndMb: costAfter.get("chDB")?.residentMb ?? 0,
  };
}

async function consumerMetrics(file: LocalFile): Promise<string[]> {
  const headers = { authorization: `Bearer ${file.metricsToken}` };
  return (await (await fetch(`${file.consumerUrl}/metrics`, { headers })).text()).split("\n");
}

/** The median of a Prometheus histogram, its buckets' values spread evenly; `series` finds bound and count. */
function medianOf(metrics: string[], series: RegExp): number {
  const byBound = new Map<number, number>();
  for (const line of metrics) {
    const [, bound, count] = series.exec(line) ?? [];
    if (bound === undefined) continue;
    const le = bound === "+Inf" ? Number.POSITIVE_INFINITY : Number(bound);
    byBound.set(le, (byBound.get(le) ?? 0) + Number(count));
  }
  const buckets = [...byBound].toSorted(([a], [b]) => a - b);
  const half = (buckets.at(-1)?.[1] ?? 0) / 2;
  const at = buckets.findIndex(([, count]) => count >= half);
  const [le = 0, count = 0] = buckets[at] ?? [];
  const [lower, below] = buckets[at - 1] ?? [0, 0];
  return Number.isFinite(le) ? lower + ((le - lower) * (half - below)) / Math.max(1, count - below) : lower;
}

async function costByName(pid: number): Promise<Map<string, ProcessCost>> {
  return new Map((await family(pid)).map((cost) => [cost.name, cost]));
}

/** Made beforehand, so that the load generator costs little while the clock runs: both share two cores. */
function prepare(file: LocalFile, { count, batchEvents }: { count: number; batchEvents: number }): Buffer[] {
  return Array.from({ length: count }, () =>
    gzipSync(makeBatch({ origin: file.demoUrl, events: batchEvents }), { level: 1 }),
  );
}

const senderTo = (file: LocalFile): Sender =>
  makeSender(`${file.ingestUrl}/v1/events?key=${file.publicKey}&z=gzip`, {
    connections,
    headers: { origin: file.demoUrl },
  });

async function sendAll(file: LocalFile, bodies: Buffer[]): Promise<number> {
  const sender = senderTo(file);
  let refusals = 0;
  await inParallel(bodies.length, connections, async (index) => {
    refusals += await sendOne(sender, bodies[index] ?? Buffer.alloc(0));
  });
  sender.close();
  return refusals;
}

/** Answers how often the batch was refused before it was taken. */
async function sendOne(sender: Sender, body: Buffer): Promise<number> {
  for (let refusals = 0; ; refusals += 1) {
    const answer = await sender.send(body);
    if (answer.status === 202) return refusals;
    if (answer.status !== 503) throw new Error(`ingest answered ${answer.status}: ${answer.body}`);
    // The queue is full: what a client does then is wait and send again.
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function untilRows(file: LocalFile, wanted: number): Promise<void> {
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; ) {
    if ((await countRows(file)) >= wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`only ${await countRows(file)} of ${wanted} rows were queryable two minutes after the last answer`);
}

async function countRows(file: LocalFile): Promise<number> {
  const tables = ["events", "web_vitals", "errors"].map((table) => `(SELECT count() FROM ${table})`).join(" + ");
  return Number(await post(file, `SELECT ${tables}`));
}

/** The rows that the pipeline wrote, read back and inserted into a copy of `events` with nothing of ours in between. */
async function insertFloor({ file, pid }: SpawnedStack): Promise<{ rowsPerS: number; cpuSPerMillion: number }> {
  const lines = (await post(file, "SELECT * FROM events LIMIT 10000 FORMAT JSONEachRow")).split("\n").filter(Boolean);
  const members = Array.from({ length: 200 }, (_, index) =>
    gzipSync(`${lines.slice(index * 50, index * 50 + 50).join("\n")}\n`, { level: 1 }),
  );
  const body = Buffer.concat(members);
  const rounds = 10;
  const cpuBefore = (await costByName(pid)).get("chDB")?.cpuS ?? 0;
  const startedAt = performance.now();
  for (let round = 0; round < rounds; round++) {
    await post(file, "INSERT INTO events FORMAT JSONEachRow", { body, token: `floor-${startedAt}-${round}` });
  }
  const rows = rounds * lines.length;
  const rowsPerS = rows / ((performance.now() - startedAt) / 1000);
  const cpuS = ((await costByName(pid)).get("chDB")?.cpuS ?? 0) - cpuBefore;
  return { rowsPerS, cpuSPerMillion: (cpuS * 1_000_000) / rows };
}

async function post(file: LocalFile, query: string, insert?: { body: Buffer; token: string }): Promise<string> {
  const url = new URL(file.clickhouseUrl);
  const authorization = `Basic ${btoa(`${url.username}:${url.password}`)}`;
  url.username = "";
  url.password = "";
  url.searchParams.set("query", query);
  if (insert) url.searchParams.set("insert_deduplication_token", insert.token);
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization, ...(insert && { "content-encoding": "gzip" }) },
    ...(insert && { body: new Uint8Array(insert.body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}
