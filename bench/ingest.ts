import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { edgeKeyName, hashKey } from "@perigee/schema";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { workerBundle } from "../packages/local/src/stack/bundle-worker.ts";
import { makeBatch } from "./load/batch.ts";
import { makeSender, type Sender } from "./load/send.ts";
import { formatTable, percentile } from "./load/table.ts";
import type { BenchResult } from "./run.ts";

/**
 * Events/s through the ingest Worker in workerd with 50-event batches, plain and as gzip, which is how the SDK sends them while a
 * page is open. Floor: a Worker that only reads the same body and enqueues it. Both feed a queue whose consumer acknowledges
 * everything, and they take turns, so that a noisy machine disturbs all alike. Flag: the seconds for each, 10 by default.
 */
export const name = "ingest";

const batchEvents = 50;
const connections = 16;
const rounds = 5;
const origin = "https://shop.example";

type Measured = { batches: number; elapsedS: number; latenciesMs: number[]; refused: number };

export async function run(flags: string[]): Promise<BenchResult> {
  const seconds = Number(flags.find((flag) => /^\d+$/.test(flag)) ?? 10);
  const root = join(import.meta.dirname, "..");
  const door = await startDoor(join(root, "workers/ingest/src/index.ts"), join(root, "wrangler.toml"));
  const floorDoor = await startDoor(join(import.meta.dirname, "ingest/floor.ts"), join(root, "wrangler.toml"));
  try {
    const address = `${door.url}v1/events?key=${door.apiKey}`;
    const results = await measureInTurns(
      [
        { url: address, encode: (body) => body },
        { url: floorDoor.url, encode: (body) => body },
        { url: `${address}&z=gzip`, encode: (body) => gzipSync(body) },
        { url: floorDoor.url, encode: (body) => gzipSync(body) },
      ],
      seconds / rounds,
    );
    const [plain, plainFloor, gzip, gzipFloor] = results.map(summarise);
    if (!plain || !plainFloor || !gzip || !gzipFloor) throw new Error("four candidates were measured");
    return report({ plain, plainFloor, gzip, gzipFloor });
  } finally {
    await Promise.all([door.stop(), floorDoor.stop()]);
  }
}

type Door = { url: string; apiKey: string; stop: () => Promise<void> };

/** One Worker with the bindings of ingest, and a consumer that acknowledges; as the local stack runs them, without its other Workers. */
async function startDoor(entry: string, configPath: string): Promise<Door> {
  const bundle = await workerBundle(entry);
  const code = (await bundle.rebuild()).outputFiles[0]?.text ?? "";
  await bundle.dispose();
  const { workerOptions } = unstable_getMiniflareWorkerOptions(configPath, "ingest");
  const module = (contents: string) => [{ type: "ESModule" as const, path: "index.mjs", contents }];
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      cf: false,
      telemetry: { enabled: false },
      workers: [
        {
          ...workerOptions,
          name: "door",
          modules: module(code),
          bindings: { VISITOR_SALT: randomBytes(32).toString("hex") },
        },
        {
          name: "sink",
          modules: module("export default { queue(batch) { batch.ackAll(); } };"),
          compatibilityDate: "2026-11-01",
          queueConsumers: { "perigee-events-0": { maxBatchSize: 100, maxBatchTimeout: 0.2 } },
        },
      ],
    }),
  );
  const url = String(await miniflare.ready);
  const apiKey = `pk_${randomBytes(16).toString("hex")}`;
  const keys = await miniflare.getKVNamespace("KEYS", "door");
  const edgeKey = {
    keyId: "bench",
    projectId: 1,
    kind: "public",
    origins: [origin],
    retentionDays: 90,
    revoked: false,
  };
  await keys.put(edgeKeyName(await hashKey(apiKey)), JSON.stringify(edgeKey));
  return { url, apiKey, stop: () => miniflare.dispose() };
}

type Candidate = { url: string; encode: (body: string) => string | Buffer };

async function measureInTurns(candidates: Candidate[], secondsEach: number): Promise<Measured[]> {
  const totals = candidates.map((): Measured => ({ batches: 0, elapsedS: 0, latenciesMs: [], refused: 0 }));
  // The first round warms up the code of both sides and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const [index, candidate] of candidates.entries()) {
      const measured = await measure(candidate, secondsEach);
      const total = totals[index];
      if (round === 0 || !total) continue;
      total.batches += measured.batches;
      total.elapsedS += measured.elapsedS;
      total.refused += measured.refused;
      total.latenciesMs.push(...measured.latenciesMs);
    }
  }
  return totals;
}

async function measure({ url, encode }: Candidate, seconds: number): Promise<Measured> {
  // Made before the clock runs. They are sent round and round: ingest does not look into other batches for known ids.
  const bodies = Array.from({ length: 50 }, () => encode(makeBatch({ origin, events: batchEvents })));
  const sender = makeSender(url, { connections, headers: { origin, "user-agent": userAgent } });
  const measured: Measured = { batches: 0, elapsedS: 0, latenciesMs: [], refused: 0 };
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  await Promise.all(
    Array.from({ length: connections }, (_, lane) => sendUntil(until, { sender, bodies, lane, measured })),
  );
  measured.elapsedS = (performance.now() - startedAt) / 1_000;
  sender.close();
  return measured;
}

const userAgent =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

type Lane = { sender: Sender; bodies: (string | Buffer)[]; lane: number; measured: Measured };

async function sendUntil(until: number, { sender, bodies, lane, measured }: Lane): Promise<void> {
  for (let turn = lane; performance.now() < until; turn++) {
    const sentAt = performance.now();
    const { status, body } = await sender.send(bodies[turn % bodies.length] ?? "");
    if (status !== 202 && status !== 503) throw new Error(`ingest answered ${status}: ${body}`);
    measured.latenciesMs.push(performance.now() - sentAt);
    if (status === 202) measured.batches += 1;
    else measured.refused += 1;
  }
}

type Summary = { eventsPerS: number; p50Ms: number; p99Ms: number; refused: number };

const summarise = ({ batches, elapsedS, latenciesMs, refused }: Measured): Summary => ({
  eventsPerS: (batches * batchEvents) / elapsedS,
  p50Ms: percentile(latenciesMs, 0.5),
  p99Ms: percentile(latenciesMs, 0.99),
  refused,
});

type Summaries = Record<"plain" | "plainFloor" | "gzip" | "gzipFloor", Summary>;

function report({ plain, plainFloor, gzip, gzipFloor }: Summaries): BenchResult {
  const row = (label: string, { eventsPerS, p50Ms, p99Ms, refused }: Summary) => [
    label,
    eventsPerS,
    p50Ms,
    p99Ms,
    refused,
  ];
  const ratio = plain.eventsPerS / plainFloor.eventsPerS;
  const gzipRatio = gzip.eventsPerS / gzipFloor.eventsPerS;
  const table = formatTable([
    ["ingest, 50 events a batch", "events/s", "p50 ms", "p99 ms", "503"],
    row("ingest Worker, plain", plain),
    row("floor: read and enqueue", plainFloor),
    row("ingest Worker, gzip", gzip),
    row("floor: read and enqueue", gzipFloor),
    ["ratio to floor, plain", ratio, "", "", ""],
    ["ratio to floor, gzip", gzipRatio, "", "", ""],
  ]);
  const figures = {
    eventsPerS: plain.eventsPerS,
    p50Ms: plain.p50Ms,
    p99Ms: plain.p99Ms,
    gzipEventsPerS: gzip.eventsPerS,
    gzipFloorEventsPerS: gzipFloor.eventsPerS,
    gzipRatio,
    refused: plain.refused + gzip.refused,
  };
  return { name, figures, floor: plainFloor.eventsPerS, ratio, table };
}
