import { gzipSync } from "node:zlib";
import { spawnStack } from "@perigee/local";
import type { LocalFile } from "@perigee/schema";
import { makeBatch } from "./load/batch.ts";
import { family } from "./load/processes.ts";
import { inParallel, makeSender } from "./load/send.ts";
import { formatTable } from "./load/table.ts";
import type { BenchResult } from "./run.ts";

/**
 * Events sent over HTTP until all are queryable: SDK-shaped gzip batches → ingest → queue → consumer → ClickHouse with all views.
 * Floor: the same rows inserted straight into ClickHouse as joined gzip members, in inserts of 10,000 rows.
 */

const batchEvents = 100;
const connections = 16;

export async function run(flags: string[]): Promise<BenchResult> {
  const events = Number(flags.find((flag) => /^\d+$/.test(flag)) ?? 1_000_000);
  const stack = await spawnStack(["--no-seed", "--no-demo"]);
  try {
    const bodies = prepare(stack.file, Math.ceil(events / batchEvents));
    const before = await countRows(stack.file);
    const costBefore = await cpuByName(stack.pid);
    const startedAt = performance.now();
    const refusals = await sendAll(stack.file, bodies);
    const acceptedS = (performance.now() - startedAt) / 1000;
    await untilRows(stack.file, before + bodies.length * batchEvents);
    const queryableS = (performance.now() - startedAt) / 1000;
    const costAfter = await cpuByName(stack.pid);
    const cpuPerMillion = (name: string) =>
      (((costAfter.get(name) ?? 0) - (costBefore.get(name) ?? 0)) * 1_000_000) / (bodies.length * batchEvents);
    const stored = (await countRows(stack.file)) - before;
    const floor = await insertFloor(stack.file);
    const sent = bodies.length * batchEvents;
    const eventsPerS = sent / queryableS;
    const figures = {
      events: sent,
      stored,
      acceptedPerS: sent / acceptedS,
      queryablePerS: eventsPerS,
      retriedAfter503: refusals,
      workersCpuSPerMillion: cpuPerMillion("workerd"),
      clickhouseCpuSPerMillion: cpuPerMillion("chDB"),
    };
    const table = formatTable([
      ["pipeline", "value"],
      ["events sent", sent],
      ["rows stored", stored],
      ["accepted, events/s", figures.acceptedPerS],
      ["queryable, events/s", eventsPerS],
      ["requests sent again after 503", refusals],
      ["CPU of the Workers, s per million events", figures.workersCpuSPerMillion],
      ["CPU of ClickHouse, s per million events", figures.clickhouseCpuSPerMillion],
      ["floor: inserted straight, rows/s", floor],
      ["ratio to floor", eventsPerS / floor],
    ]);
    return { name: "pipeline", figures, floor, ratio: eventsPerS / floor, table };
  } finally {
    await stack.stop();
  }
}

async function cpuByName(pid: number): Promise<Map<string, number>> {
  return new Map((await family(pid)).map(({ name, cpuS }) => [name, cpuS]));
}

/** Made beforehand, so that the load generator costs little while the clock runs: both share two cores. */
function prepare(file: LocalFile, count: number): Buffer[] {
  return Array.from({ length: count }, () =>
    gzipSync(makeBatch({ origin: file.demoUrl, events: batchEvents }), { level: 1 }),
  );
}

async function sendAll(file: LocalFile, bodies: Buffer[]): Promise<number> {
  const sender = makeSender(`${file.ingestUrl}/v1/events?key=${file.publicKey}&z=gzip`, {
    connections,
    headers: { origin: file.demoUrl },
  });
  let refusals = 0;
  await inParallel(bodies.length, connections, async (index) => {
    for (;;) {
      const answer = await sender.send(bodies[index] ?? "");
      if (answer.status === 202) return;
      if (answer.status !== 503) throw new Error(`ingest answered ${answer.status}: ${answer.body}`);
      // The queue is full: what a client does then is wait and send again.
      refusals += 1;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });
  sender.close();
  return refusals;
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
async function insertFloor(file: LocalFile): Promise<number> {
  const lines = (await post(file, "SELECT * FROM events LIMIT 10000 FORMAT JSONEachRow")).split("\n").filter(Boolean);
  const members = Array.from({ length: 200 }, (_, index) =>
    gzipSync(`${lines.slice(index * 50, index * 50 + 50).join("\n")}\n`, { level: 1 }),
  );
  const body = Buffer.concat(members);
  const rounds = 10;
  const startedAt = performance.now();
  for (let round = 0; round < rounds; round++) {
    await post(file, "INSERT INTO events FORMAT JSONEachRow", { body, token: `floor-${startedAt}-${round}` });
  }
  return (rounds * lines.length) / ((performance.now() - startedAt) / 1000);
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
