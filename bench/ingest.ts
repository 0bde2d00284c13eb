import { join } from "node:path";
import { asGzip, asPlain, type Bodies, batchEvents, makeBodies } from "./ingest/bodies.ts";
import { startDoor } from "./ingest/door.ts";
import { add, type Measured, nothingMeasured, sendAtFullSpeed, sendAtRate } from "./ingest/load.ts";
import { formatTable, percentile } from "./load/table.ts";
import type { BenchResult } from "./run.ts";

/**
 * Events/s through the ingest Worker in workerd with 50-event batches, plain and as gzip, which is how the SDK sends them while a
 * page is open; then the time of the answer at half of that rate. Floor: a Worker that only reads the same body and enqueues it. Both feed
 * queues whose consumer acknowledges everything, and they take turns, so that a noisy machine disturbs all alike; the CPU time of workerd,
 * queue and all, is what other programs disturb least.
 * Flag: the seconds for each, 10 by default.
 */
export const name = "ingest";

const rounds = 5;

type Candidate = { url: string; bodies: Bodies; turns: { next: number } };

export async function run(flags: string[]): Promise<BenchResult> {
  const seconds = Number(flags.find((flag) => /^\d+$/.test(flag)) ?? 10);
  const door = await startDoor(join(import.meta.dirname, "../workers/ingest/src/index.ts"));
  const floorDoor = await startDoor(join(import.meta.dirname, "ingest/floor.ts"), { durableObjects: {} });
  try {
    const address = `${door.url}v1/events?key=${door.apiKey}`;
    const [plainBodies, gzipBodies] = [makeBodies(asPlain), makeBodies(asGzip)];
    const candidates: Candidate[] = [
      { url: address, bodies: plainBodies, turns: { next: 0 } },
      { url: floorDoor.url, bodies: plainBodies, turns: { next: 0 } },
      { url: `${address}&z=gzip`, bodies: gzipBodies, turns: { next: 0 } },
      { url: floorDoor.url, bodies: gzipBodies, turns: { next: 0 } },
    ];
    const [plain, plainFloor, gzip, gzipFloor] = (await measureInTurns(candidates, seconds / rounds)).map(summarise);
    if (!plain || !plainFloor || !gzip || !gzipFloor) throw new Error("four candidates were measured");
    const [halfPlain, halfGzip] = [
      await atHalfRate(candidates[0], { peak: plain, seconds }),
      await atHalfRate(candidates[2], { peak: gzip, seconds }),
    ];
    return report({ plain, plainFloor, gzip, gzipFloor, halfPlain, halfGzip });
  } finally {
    await Promise.all([door.stop(), floorDoor.stop()]);
  }
}

async function measureInTurns(candidates: Candidate[], seconds: number): Promise<Measured[]> {
  const totals = candidates.map(nothingMeasured);
  // The first round warms up the code of both sides and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const [index, candidate] of candidates.entries()) {
      const measured = await sendAtFullSpeed({ ...candidate, seconds });
      const total = totals[index];
      if (round > 0 && total) add(total, measured);
    }
  }
  return totals;
}

async function atHalfRate(candidate: Candidate | undefined, { peak, seconds }: { peak: Summary; seconds: number }) {
  if (!candidate) throw new Error("there is a candidate");
  return summarise(await sendAtRate({ ...candidate, seconds }, peak.eventsPerS / batchEvents / 2));
}

type Summary = { eventsPerS: number; cpuUs: number; p50Ms: number; p99Ms: number; refused: number };

const summarise = ({ batches, elapsedS, cpuUs, latenciesMs, refused }: Measured): Summary => ({
  cpuUs: cpuUs / (batches * batchEvents),
  eventsPerS: (batches * batchEvents) / elapsedS,
  p50Ms: percentile(latenciesMs, 0.5),
  p99Ms: percentile(latenciesMs, 0.99),
  refused,
});

type Summaries = Record<"plain" | "plainFloor" | "gzip" | "gzipFloor" | "halfPlain" | "halfGzip", Summary>;

function report({ plain, plainFloor, gzip, gzipFloor, halfPlain, halfGzip }: Summaries): BenchResult {
  const row = (label: string, { eventsPerS, cpuUs, p50Ms, p99Ms, refused }: Summary) => [
    label,
    eventsPerS,
    cpuUs,
    p50Ms,
    p99Ms,
    refused,
  ];
  const ratio = plain.eventsPerS / plainFloor.eventsPerS;
  const gzipRatio = gzip.eventsPerS / gzipFloor.eventsPerS;
  const table = formatTable([
    ["ingest, 50 events a batch", "events/s", "CPU µs/event", "p50 ms", "p99 ms", "503"],
    row("ingest Worker, plain", plain),
    row("floor: read and enqueue", plainFloor),
    row("ingest Worker, gzip", gzip),
    row("floor: read and enqueue", gzipFloor),
    ["ratio to floor, plain", ratio, plainFloor.cpuUs / plain.cpuUs, "", "", ""],
    ["ratio to floor, gzip", gzipRatio, gzipFloor.cpuUs / gzip.cpuUs, "", "", ""],
    row("at half the rate, plain", halfPlain),
    row("at half the rate, gzip", halfGzip),
  ]);
  const figures = {
    eventsPerS: plain.eventsPerS,
    p50Ms: plain.p50Ms,
    p99Ms: plain.p99Ms,
    gzipEventsPerS: gzip.eventsPerS,
    gzipFloorEventsPerS: gzipFloor.eventsPerS,
    gzipRatio,
    cpuRatio: plainFloor.cpuUs / plain.cpuUs,
    gzipCpuRatio: gzipFloor.cpuUs / gzip.cpuUs,
    halfRateP99Ms: halfPlain.p99Ms,
    gzipHalfRateP99Ms: halfGzip.p99Ms,
    refused: plain.refused + gzip.refused,
  };
  return { name, figures, floor: plainFloor.eventsPerS, ratio, table };
}
