import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { workerBundle } from "../packages/local/src/stack/bundle-worker.ts";
import { workerdMicroseconds, workerdPeakMb } from "./load/processes.ts";
import { formatTable } from "./load/table.ts";
import { type Encoding, encodings, largeRequest, requests, type Signal, signals } from "./otlp/encoded.ts";
import type { BenchResult } from "./run.ts";

/**
 * OTLP requests of 1,000 records to finished rows, in workerd: records a second of CPU, per signal and encoding. Floor: JSON.parse of the same
 * request. Memory: by how much a request of 4 MB lifts the peak of a new workerd. Linux only. Flag: the seconds for all, 20 by default.
 */

const records = 1_000;
const rounds = 4;

type Row = {
  signal: Signal;
  encoding: Encoding;
  kilobytes: number;
  perS: number;
  floorPerS: number;
  peakMb: number;
};

export async function run(flags: string[]): Promise<BenchResult> {
  const seconds = Number(flags.find((flag) => /^\d+$/.test(flag)) ?? 20);
  const rows: Row[] = [];
  for (const signal of signals) rows.push(...(await measure(signal, seconds / signals.length)));
  return report(rows);
}

async function measure(signal: Signal, seconds: number): Promise<Row[]> {
  const bodies = requests[signal](records);
  const worker = await startWorker();
  try {
    const floorUs = await microseconds(worker.url, { run: "floor", encoding: "json", body: bodies.json }, seconds / 3);
    const rows: Row[] = [];
    for (const encoding of encodings) {
      const body = bodies[encoding];
      const us = await microseconds(worker.url, { run: signal, encoding, body }, seconds / 3);
      rows.push({
        signal,
        encoding,
        kilobytes: body.length / 1_000,
        perS: (records * 1e6) / us,
        floorPerS: (records * 1e6) / floorUs,
        peakMb: await peakMb(signal, encoding),
      });
    }
    return rows;
  } finally {
    await worker.stop();
  }
}

type Work = { run: Signal | "floor"; encoding: Encoding; body: Buffer };

/** CPU microseconds of one turn, the lowest of some rounds: whatever else runs on the machine only adds. */
async function microseconds(url: string, work: Work, seconds: number): Promise<number> {
  await turn(url, work, 100);
  const startedAt = performance.now();
  await turn(url, work, 50);
  const turns = Math.max(20, Math.ceil((50 * seconds * 1_000) / rounds / (performance.now() - startedAt)));
  let lowest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const before = await workerdMicroseconds();
    await turn(url, work, turns);
    lowest = Math.min(lowest, ((await workerdMicroseconds()) - before) / turns);
  }
  return lowest;
}

async function turn(url: string, { run: name, encoding, body }: Work, turns: number): Promise<void> {
  const target = `${url}?run=${name}&encoding=${encoding}&turns=${turns}`;
  const response = await fetch(target, { method: "POST", body: body as BodyInit });
  const answer = await response.text();
  if (!response.ok || !(Number(answer) > 0)) throw new Error(`the worker answered ${response.status}: ${answer}`);
}

/** Megabytes that the peak of a new workerd rises with one request of 4 MB, its body included. */
async function peakMb(signal: Signal, encoding: Encoding): Promise<number> {
  const small = requests[signal](records)[encoding];
  const large = largeRequest(signal, encoding);
  const worker = await startWorker();
  try {
    await turn(worker.url, { run: signal, encoding, body: small }, 5);
    // The other workerd idles, its peak stays.
    const before = await workerdPeakMb();
    await turn(worker.url, { run: signal, encoding, body: large }, 1);
    return (await workerdPeakMb()) - before;
  } finally {
    await worker.stop();
  }
}

async function startWorker(): Promise<{ url: string; stop: () => Promise<void> }> {
  const bundle = await workerBundle(join(import.meta.dirname, "otlp/worker.ts"));
  const contents = (await bundle.rebuild()).outputFiles[0]?.text ?? "";
  await bundle.dispose();
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      cf: false,
      telemetry: { enabled: false },
      modules: [{ type: "ESModule", path: "index.mjs", contents }],
      compatibilityDate: "2026-11-01",
      compatibilityFlags: ["nodejs_compat"],
    }),
  );
  return { url: String(await miniflare.ready), stop: () => miniflare.dispose() };
}

function report(rows: Row[]): BenchResult {
  const table = formatTable([
    ["OTLP to rows, per core", "kB per 1,000", "records/s", "JSON.parse/s", "× floor", "peak of 4 MB, MB"],
    ...rows.map(({ signal, encoding, kilobytes, perS, floorPerS, peakMb: mb }) => [
      `${signal}, ${encoding}`,
      kilobytes,
      perS,
      floorPerS,
      floorPerS / perS,
      mb,
    ]),
  ]);
  const figures = Object.fromEntries(
    rows.flatMap(({ signal, encoding, perS, peakMb: mb }) => [
      [`${signal}-${encoding}PerS`, perS],
      [`${signal}-${encoding}PeakMb`, mb],
    ]),
  );
  const [first] = rows;
  const floor = first?.floorPerS ?? Number.NaN;
  return { name: "otlp", figures, floor, ratio: (first?.perS ?? Number.NaN) / floor, table };
}
