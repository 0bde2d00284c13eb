import type { Browser } from "@playwright/test";
import { heapKb, inFreshTab, median, pause, taskMs } from "./browser.ts";

export type LoadCost = {
  /** Parsing, compiling and running the SDK on the main thread. */
  init: Spread;
  /** The same with the CPU four times slower. */
  init4x: Spread;
  heapKb: number;
  /** CPU of the main thread in the first three seconds. */
  cpu3sMs: number;
};

/** The best is the fair figure on a machine that has other work too. */
export type Spread = { bestMs: number; medianMs: number };

export type LoadCounts = { loads: number; settled: number; throttled: number };

export async function measureLoads(browser: Browser, url: string, counts: LoadCounts): Promise<LoadCost> {
  const init: number[] = [];
  const heaps: number[] = [];
  const cpu: number[] = [];
  const init4x: number[] = [];
  // Warms the file caches of the machine.
  await loadOnce(browser, url);
  for (let turn = 0; turn < counts.loads; turn++) {
    if (turn >= counts.settled) {
      init.push(await loadOnce(browser, url));
      continue;
    }
    const settled = await loadAndSettle(browser, url);
    init.push(settled.initMs);
    heaps.push(settled.heap);
    cpu.push(settled.cpuMs);
  }
  for (let turn = 0; turn < counts.throttled; turn++) init4x.push(await loadOnce(browser, url, 4));
  return { init: spread(init), init4x: spread(init4x), heapKb: median(heaps), cpu3sMs: median(cpu) };
}

const spread = (values: number[]): Spread => ({ bestMs: Math.min(...values), medianMs: median(values) });

const loadOnce = (browser: Browser, url: string, slowdown = 1): Promise<number> =>
  inFreshTab(browser, async ({ page, cdp }) => {
    if (slowdown > 1) await cdp.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    await page.goto(url, { waitUntil: "load" });
    return page.evaluate(() => window.__initMs);
  });

const loadAndSettle = (browser: Browser, url: string) =>
  inFreshTab(browser, async ({ page, cdp }) => {
    await page.goto(url, { waitUntil: "load" });
    const initMs = await page.evaluate(() => window.__initMs);
    await pause(3_000);
    const cpuMs = await taskMs(cdp);
    return { initMs, cpuMs, heap: await heapKb(cdp) };
  });
