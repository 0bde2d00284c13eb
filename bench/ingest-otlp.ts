import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Door, metricsToken, startDoor } from "./ingest/door.ts";
import { add, type Measured, nothingMeasured, sendAtFullSpeed } from "./ingest/load.ts";
import { makeOtlpBodies, requestRecords } from "./ingest/otlp-bodies.ts";
import { forgetWorkerdPeak, workerdMicroseconds, workerdPeakMb } from "./load/processes.ts";
import { formatTable, percentile } from "./load/table.ts";
import { type Encoding, encodings, largeRequest, requests, type Signal, signals } from "./otlp/encoded.ts";
import type { BenchResult } from "./run.ts";

/**
 * OTLP requests of 1,000 records, compressed, through the whole of ingest in workerd, with redaction as a new project has it: records a second
 * and a core, CPU of workerd a request, its queue and all, and queue messages a request. Floor: a Worker in the same host
 * that undoes the compression, parses JSON (of protobuf: nothing) and enqueues the body as it came. Then the memory of one request of 4 MB:
 * by how much a workerd that has worked before rises above what it held when idle, queue and all. Linux only.
 * Flags: the seconds for each signal and encoding, 3 by default; --memory for that part alone.
 */

const rounds = 3;

const paths: Record<Signal, string> = { logs: "v1/logs", spans: "v1/traces", points: "v1/metrics" };

type Row = { label: string; own: Measured; floor: Measured; messages: number };
type Peak = { label: string; mb: number };

export async function run(flags: string[]): Promise<BenchResult> {
  const seconds = Number(flags.find((flag) => /^\d+$/.test(flag)) ?? 3);
  const kinds = signals.flatMap((signal) => encodings.map((encoding) => ({ signal, encoding })));
  const rows: Row[] = [];
  if (!flags.includes("--memory")) {
    const door = await startIngest();
    const floorDoor = await startDoor(join(import.meta.dirname, "ingest/otlp-floor.ts"), { durableObjects: {} });
    for (const kind of kinds) rows.push(await measure({ ...kind, seconds }, door, floorDoor));
    await Promise.all([door.stop(), floorDoor.stop()]);
  }
  const peaks: Peak[] = [];
  for (const { signal, encoding } of kinds) peaks.push(await measurePeak(signal, encoding));
  return report(rows, peaks);
}

const startIngest = () => startDoor(join(import.meta.dirname, "../workers/ingest/src/index.ts"));

const labelOf = (signal: Signal, encoding: Encoding): string => `${signal}, ${encoding}`;

const headersOf = (encoding: Encoding, { serverKey }: Door) => ({
  "content-type": encoding === "json" ? "application/json" : "application/x-protobuf",
  "content-encoding": "gzip",
  "x-api-key": serverKey,
});

type Kind = { signal: Signal; encoding: Encoding; seconds: number };

/** Both take turns, so that a noisy machine disturbs them alike. */
async function measure({ signal, encoding, seconds }: Kind, door: Door, floorDoor: Door): Promise<Row> {
  const bodies = makeOtlpBodies(signal, encoding);
  const [own, floor] = [nothingMeasured(), nothingMeasured()];
  const turns = { next: 1 };
  const load = { bodies, turns, seconds: seconds / rounds / 2 };
  let messages = 0;
  // The first round warms up the code of both sides and is not counted.
  for (let round = 0; round <= rounds; round++) {
    const before = await enqueued(door);
    const ours = await sendAtFullSpeed({ ...load, url: door.url + paths[signal], headers: headersOf(encoding, door) });
    const theirs = await sendAtFullSpeed({ ...load, url: floorDoor.url, headers: headersOf(encoding, floorDoor) });
    if (round === 0) continue;
    messages += (await enqueued(door)) - before;
    add(own, ours);
    add(floor, theirs);
  }
  return { label: labelOf(signal, encoding), own, floor, messages };
}

async function enqueued({ url }: Door): Promise<number> {
  const response = await fetch(`${url}metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
  return Number(/^perigee_ingest_messages_enqueued_total (\d+)/m.exec(await response.text())?.[1]);
}

async function measurePeak(signal: Signal, encoding: Encoding): Promise<Peak> {
  const door = await startIngest();
  try {
    const url = door.url + paths[signal];
    const post = async (body: Buffer) => {
      const response = await fetch(url, {
        method: "POST",
        headers: headersOf(encoding, door),
        body: gzipSync(body) as BodyInit,
      });
      const answer = await response.text();
      if (response.status !== 200) throw new Error(`ingest answered ${response.status}: ${answer}`);
    };
    for (let turn = 0; turn < 5; turn++) await post(requests[signal](requestRecords)[encoding]);
    await idle();
    await forgetWorkerdPeak();
    const before = await workerdPeakMb();
    await post(largeRequest(signal, encoding));
    return { label: labelOf(signal, encoding), mb: (await workerdPeakMb()) - before };
  } finally {
    await door.stop();
  }
}

/** Until the queue has delivered what it held and workerd rests. */
async function idle(): Promise<void> {
  for (let before = -1, now = 0; now - before > restingUs; ) {
    before = await workerdMicroseconds();
    await new Promise((resolve) => setTimeout(resolve, 500));
    now = await workerdMicroseconds();
  }
}

const restingUs = 5_000;

const cpuUs = ({ batches, cpuUs: us }: Measured): number => us / batches;
const perCore = (measured: Measured): number => (requestRecords * 1e6) / cpuUs(measured);

function report(rows: readonly Row[], peaks: readonly Peak[]): BenchResult {
  const mbOf = (label: string): number => peaks.find((peak) => peak.label === label)?.mb ?? Number.NaN;
  const table = formatTable([
    [
      "OTLP through ingest, 1,000 a request",
      "records/s and core",
      "CPU ms/request",
      "p50 ms",
      "503",
      "messages/request",
      "floor, ms/request",
      "× floor",
    ],
    ...rows.map(({ label, own, floor, messages }) => [
      label,
      perCore(own),
      cpuUs(own) / 1_000,
      percentile(own.latenciesMs, 0.5),
      own.refused,
      messages / own.batches,
      cpuUs(floor) / 1_000,
      cpuUs(own) / cpuUs(floor),
    ]),
  ]);
  const memory = formatTable([
    ["a request of 4 MB", "peak above idle, MB"],
    ...peaks.map(({ label, mb }) => [label, mb]),
  ]);
  const figures = Object.fromEntries([
    ...rows.flatMap(({ label, own, messages }) => [
      [`${label} perCoreS`, perCore(own)],
      [`${label} messagesPerRequest`, messages / own.batches],
    ]),
    ...peaks.map(({ label }) => [`${label} peakMb`, mbOf(label)]),
  ]);
  const [first] = rows;
  const [perS, floor] = first ? [perCore(first.own), perCore(first.floor)] : [Number.NaN, Number.NaN];
  return { name: "ingest-otlp", figures, floor, ratio: perS / floor, table: `${table}\n\n${memory}` };
}
