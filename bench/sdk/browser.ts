import { type Browser, type CDPSession, chromium, type Page } from "@playwright/test";
import { requireChromium } from "../../scripts/chromium.ts";

declare global {
  interface Window {
    __track?: (name: string, props: Record<string, unknown>) => void;
    __initMs: number;
  }
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: requireChromium(process.env),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // Several SDKs send nothing for a browser that is driven.
      "--disable-blink-features=AutomationControlled",
      "--enable-precise-memory-info",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
  });
}

export type Tab = { page: Page; cdp: CDPSession };

/** DevTools commands know no time limit, and on a busy machine Chromium sometimes never answers one. */
async function within<Result>(ms: number, work: Promise<Result>, what: string): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took more than ${ms} ms`)), ms);
  });
  return await Promise.race([work, tooLong]).finally(() => clearTimeout(timer));
}

/** Runs `act` in a context of its own: own storage, own renderer, no code cache. */
export async function inFreshTab<Result>(browser: Browser, act: (tab: Tab) => Promise<Result>): Promise<Result> {
  const [major] = browser.version().split(".");
  const userAgent = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36`;
  const context = await browser.newContext({ userAgent });
  const measureTab = async () => {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    // CPU time, which suffers less than wall time from whatever else the machine does.
    await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
    return await act({ page, cdp });
  };
  try {
    return await within(120_000, measureTab(), "a page");
  } finally {
    // What was measured counts, even if the tab cannot be closed.
    await within(10_000, context.close(), "closing a tab").catch((error) => console.error(`${error}`));
  }
}

/** CPU that the page's main thread has used so far. */
export async function taskMs(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1_000;
}

export async function heapKb(cdp: CDPSession): Promise<number> {
  // The first collection leaves what finalizers hold.
  for (let turn = 0; turn < 2; turn++) {
    await cdp.send("HeapProfiler.collectGarbage");
    await pause(150);
  }
  return (await cdp.send("Runtime.getHeapUsage")).usedSize / 1024;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return ((sorted[middle] ?? Number.NaN) + (sorted[(sorted.length - 1) >> 1] ?? Number.NaN)) / 2;
}
