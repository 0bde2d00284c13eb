import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { batchEvents } from "./ingest/bodies.ts";
import { type Door, origin, startDoor, userAgent } from "./ingest/door.ts";
import { makeBatch } from "./load/batch.ts";
import { workerdMicroseconds } from "./load/processes.ts";
import { formatTable } from "./load/table.ts";
import type { BenchResult } from "./run.ts";

/**
 * CPU of the ingest Worker by step, in workerd: the first n steps run over one body of 50 events again and again, and a step costs what it
 * adds. CPU time and not the clock's, since other programs run too; Linux only (read from /proc). The queue is one that takes everything at once.
 * Floor: making the request and nothing else. Flag: the seconds for all, 30 by default.
 */

const rounds = 6;

/** Why a step may take more than this share. */
const greatShare = 0.4;
const reasons: Record<string, string> = {
  enqueue: "turns every row into JSON and compresses it, so that the consumer need not parse a row",
};

export async function run(flags: string[]): Promise<BenchResult> {
  const seconds = Number(flags.find((flag) => /^\d+$/.test(flag)) ?? 30);
  const door = await startDoor(join(import.meta.dirname, "../workers/ingest/bench/steps-worker.ts"));
  try {
    const plain = await measure(door, { seconds: seconds / 2, isGzip: false });
    const gzip = await measure(door, { seconds: seconds / 2, isGzip: true });
    return report(plain, gzip);
  } finally {
    await door.stop();
  }
}

/** CPU microseconds per event: of making the request, then of each step. */
type Costs = { floor: number; steps: Map<string, number> };

async function measure(door: Door, { seconds, isGzip }: { seconds: number; isGzip: boolean }): Promise<Costs> {
  const text = makeBatch({ origin, events: batchEvents });
  const body = isGzip ? gzipSync(text) : text;
  const url = `${door.url}v1/events?key=${door.apiKey}${isGzip ? "&z=gzip" : ""}`;
  const names = await runSteps(url, body, { steps: 0, turns: 0 });
  const turns = await turnsFor(seconds / rounds / (names.length + 1), (count) =>
    runSteps(url, body, { steps: names.length, turns: count }),
  );
  // The lowest of all rounds: whatever else runs on the machine only adds.
  const lowest = Array.from({ length: names.length + 1 }, () => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round++) {
    for (const [steps, low] of lowest.entries()) {
      const before = await workerdMicroseconds();
      await runSteps(url, body, { steps, turns });
      lowest[steps] = Math.min(low, ((await workerdMicroseconds()) - before) / (turns * batchEvents));
    }
  }
  const [floor = 0, ...upTo] = lowest;
  return { floor, steps: new Map(names.map((name, index) => [name, (upTo[index] ?? 0) - (lowest[index] ?? 0)])) };
}

async function runSteps(
  url: string,
  body: string | Buffer,
  { steps, turns }: { steps: number; turns: number },
): Promise<string[]> {
  const response = await fetch(`${url}&steps=${steps}&turns=${turns}`, {
    method: "POST",
    headers: { origin, "user-agent": userAgent, "content-type": "text/plain" },
    body: body as BodyInit,
  });
  if (!response.ok) throw new Error(`the steps answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as string[];
}

/** How many turns fill so many seconds, found on warm code. */
async function turnsFor(seconds: number, runTurns: (turns: number) => Promise<unknown>): Promise<number> {
  await runTurns(2_000);
  const startedAt = performance.now();
  await runTurns(1_000);
  return Math.ceil((seconds * 1e6) / (performance.now() - startedAt));
}

function report(plain: Costs, gzip: Costs): BenchResult {
  const total = sum(plain);
  const gzipTotal = sum(gzip);
  const rows = Array.from(plain.steps, ([name, cost]) => {
    const share = cost / total;
    const gzipCost = gzip.steps.get(name) ?? 0;
    const isGreat = Math.max(share, gzipCost / gzipTotal) > greatShare;
    return [
      name,
      cost,
      100 * share,
      gzipCost,
      (100 * gzipCost) / gzipTotal,
      isGreat ? (reasons[name] ?? "no reason is known") : "",
    ];
  });
  const table = formatTable([
    ["ingest, CPU per event by step", "plain µs", "%", "gzip µs", "%", "why it takes so much"],
    ...rows,
    ["all", total, 100, gzipTotal, 100, ""],
    ["floor: making the request", plain.floor, "", gzip.floor, "", ""],
  ]);
  const figures = Object.fromEntries(Array.from(plain.steps, ([name, cost]) => [`${name}Us`, cost]));
  const ratio = total / plain.floor;
  return {
    name: "ingest-steps",
    figures: { ...figures, totalUs: total, gzipTotalUs: gzipTotal },
    floor: plain.floor,
    ratio,
    table,
  };
}

const sum = ({ steps }: Costs): number => Array.from(steps.values()).reduce((all, cost) => all + cost, 0);
