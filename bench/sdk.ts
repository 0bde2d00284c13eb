import { parseArgs } from "node:util";
import type { BenchResult } from "./run.ts";
import { launchChromium } from "./sdk/browser.ts";
import { bundleOurs, bundlePeers, type Candidate, measureOurSizes, nothing, type SizeRow } from "./sdk/candidates.ts";
import { type Counts, type Measured, measure } from "./sdk/measure.ts";
import { type Compared, costTable, goalTable, sizeTable, subtract, trafficTable } from "./sdk/report.ts";

/**
 * What the browser SDK costs a page and what it delivers, beside its peers: bytes, main thread, heap, traffic of a visit, events that
 * arrive. Floor: the main thread's time over the same visit without an SDK. `--only a,b` takes these peers (`--only none`: ours alone),
 * `--quick` makes fewer runs. A peer takes some 90 s, and needs the npm registry the first time.
 */

const full: Counts = { loads: 15, settled: 5, throttled: 9, visits: 3, last: 10, bounces: 5 };
const fullOfPeer: Counts = { ...full, visits: 1 };
const quick: Counts = { loads: 5, settled: 2, throttled: 3, visits: 1, last: 3, bounces: 2 };

export async function run(flags: string[]): Promise<BenchResult> {
  const options = { only: { type: "string" }, quick: { type: "boolean" } } as const;
  const { values } = parseArgs({ args: flags, options });
  const only = values.only?.split(",").filter((id) => id !== "none");
  const sizes = await measureOurSizes();
  const peers = await bundlePeers(only);
  const browser = await launchChromium();
  try {
    const measureWith = (candidate: Candidate, counts: Counts) => {
      console.error(`measuring ${candidate.id}…`);
      return measure(browser, candidate, values.quick ? quick : counts);
    };
    const floor = await measureWith(nothing, full);
    const ours = await measureWith(await bundleOurs(), full);
    const others: Measured[] = [];
    for (const { candidate } of peers) {
      try {
        others.push(await measureWith(candidate, fullOfPeer));
      } catch (error) {
        console.error(`${candidate.id} has sizes only: ${error}`);
      }
    }
    return report({
      chromium: browser.version(),
      sizes,
      peerSizes: peers.map((peer) => peer.sizes),
      floor,
      compared: [ours, ...others].map((measured) => ({ measured, added: subtract(measured, floor) })),
    });
  } finally {
    await browser.close();
  }
}

type Report = { chromium: string; sizes: SizeRow[]; peerSizes: SizeRow[]; floor: Measured; compared: Compared[] };

function report({ chromium, sizes, peerSizes, floor, compared }: Report): BenchResult {
  const [ours] = compared;
  if (!ours) throw new Error("ours is always measured");
  const withoutUs: Compared = { measured: floor, added: subtract(floor, floor) };
  const table = [
    goalTable({ sizes, ...ours }),
    sizeTable([...sizes, ...peerSizes]),
    costTable([withoutUs, ...compared]),
    trafficTable(compared),
    `Chromium ${chromium}, headless. Other work on the machine makes medians noisy: trust the best of init, and what stands side by side.`,
  ].join("\n\n");
  const figures = Object.assign(
    sizeFigures(sizes, ""),
    sizeFigures(peerSizes, ""),
    ...compared.map((row, index) => costFigures(row, index === 0 ? "" : `${row.measured.id}.`)),
  );
  const taskMs = floor.visit.taskMs;
  return { name: "sdk", figures, floor: taskMs, ratio: ours.measured.visit.taskMs / taskMs, table };
}

const sizeFigures = (rows: SizeRow[], prefix: string): Record<string, number> =>
  Object.fromEntries(rows.map(({ id, gzipKb }) => [`${prefix}${id}.gzipKb`, gzipKb]));

/** Ours bear no name in front. */
function costFigures({ measured: { visit, delivered }, added }: Compared, prefix: string): Record<string, number> {
  const figures = {
    initBestMs: added.init.bestMs,
    initMedianMs: added.init.medianMs,
    init4xBestMs: added.init4x.bestMs,
    init4xMedianMs: added.init4x.medianMs,
    heapKb: added.heapKb,
    visitHeapKb: added.visitHeapKb,
    cpu3sMs: added.cpu3sMs,
    mainThreadPercent: added.mainThreadPercent,
    posts: visit.posts,
    preflights: visit.preflights,
    bodyKb: visit.bodyKb,
    headerKb: visit.headerKb,
    lastEventPercent: delivered.lastEventPercent ?? Number.NaN,
    bouncePercent: delivered.bouncePercent ?? Number.NaN,
  };
  const known = Object.entries(figures).filter(([, value]) => !Number.isNaN(value));
  return Object.fromEntries(known.map(([key, value]) => [prefix + key, value]));
}
