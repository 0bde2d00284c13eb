import { spawnStack } from "@perigee/local";
import type { LocalFile } from "@perigee/schema";
import { makeBatch } from "./load/batch.ts";
import { makeSender } from "./load/send.ts";
import { formatTable, percentile } from "./load/table.ts";
import type { BenchResult } from "./run.ts";

/**
 * How long after the 202 an event is visible to a query of the API, under light load: one batch of five events at a time.
 * Floor: one round trip of the same query, since nothing can be seen sooner than it takes to ask.
 */

const rounds = 60;

export async function run(): Promise<BenchResult> {
  const stack = await spawnStack(["--no-seed", "--no-demo"]);
  try {
    const delays: number[] = [];
    const roundTrips: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const seen = await untilVisible(stack.file);
      delays.push(seen.delayMs);
      roundTrips.push(seen.roundTripMs);
    }
    const floor = percentile(roundTrips, 0.5);
    const figures = { p50Ms: percentile(delays, 0.5), p95Ms: percentile(delays, 0.95), maxMs: Math.max(...delays) };
    const table = formatTable([
      ["freshness", "ms"],
      ["202 → visible, p50", figures.p50Ms],
      ["202 → visible, p95", figures.p95Ms],
      ["202 → visible, max", figures.maxMs],
      ["floor: one query, p50", floor],
      ["ratio of p95 to floor", figures.p95Ms / floor],
    ]);
    return { name: "freshness", figures, floor, ratio: figures.p95Ms / floor, table };
  } finally {
    await stack.stop();
  }
}

async function untilVisible(file: LocalFile): Promise<{ delayMs: number; roundTripMs: number }> {
  const body = makeBatch({ origin: file.demoUrl, events: 5 });
  const { sessionId } = JSON.parse(body).context;
  const sender = makeSender(`${file.ingestUrl}/v1/events?key=${file.publicKey}`, {
    connections: 1,
    headers: { origin: file.demoUrl },
  });
  const answer = await sender.send(body);
  const answeredAt = performance.now();
  sender.close();
  if (answer.status !== 202) throw new Error(`ingest answered ${answer.status}: ${answer.body}`);
  const url = `${file.apiUrl}/v1/query/session-timeline?sessionId=${sessionId}`;
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
    const askedAt = performance.now();
    const response = await fetch(url, { headers: { authorization: `Bearer ${file.readKey}` } });
    if (!response.ok) throw new Error(`the API answered ${response.status}: ${await response.text()}`);
    const { rows } = (await response.json()) as { rows: unknown[] };
    const now = performance.now();
    if (rows.length >= 5) return { delayMs: now - answeredAt, roundTripMs: now - askedAt };
  }
  throw new Error("an event was not visible 30 s after its 202");
}
