import type { Browser } from "@playwright/test";
import { median } from "./browser.ts";
import type { Candidate } from "./candidates.ts";
import { type Delivered, measureDelivery } from "./delivery.ts";
import { type LoadCost, type LoadCounts, measureLoads } from "./load.ts";
import { startSink } from "./sink.ts";
import { startSite } from "./site.ts";
import { makeVisit, type Visit } from "./visit.ts";

export type Counts = LoadCounts & { visits: number; last: number; bounces: number };

export type Measured = { id: string; load: LoadCost; visit: Visit; delivered: Delivered };

/** All that one SDK costs in the browser. Each has a site and a collector of its own. */
export async function measure(browser: Browser, candidate: Candidate, counts: Counts): Promise<Measured> {
  const sink = await startSink(candidate);
  const site = await startSite(candidate.code, sink.url);
  const { url } = site;
  try {
    const load = await measureLoads(browser, url, counts);
    const visits: Visit[] = [];
    for (let turn = 0; turn < counts.visits; turn++) visits.push(await makeVisit(browser, url, sink));
    const delivered = await measureDelivery({ browser, url, sink }, counts);
    return { id: candidate.id, load, visit: typical(visits), delivered };
  } finally {
    site.stop();
    sink.stop();
  }
}

/** The median of what varies; of what the SDK sends, the visit that sent most. */
function typical(visits: Visit[]): Visit {
  const worst = visits.toSorted((a, b) => b.posts - a.posts || b.bodyKb - a.bodyKb)[0];
  if (!worst) throw new Error("at least one visit is measured");
  return {
    ...worst,
    heapKb: median(visits.map(({ heapKb }) => heapKb)),
    taskMs: median(visits.map(({ taskMs }) => taskMs)),
  };
}
