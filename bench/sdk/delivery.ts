import type { Browser } from "@playwright/test";
import { inFreshTab, pause } from "./browser.ts";
import type { Sink } from "./sink.ts";

/** Shares that arrived, percent. Undefined where the SDK has no events of the site's own. */
export type Delivered = { lastEventPercent: number | undefined; bouncePercent: number | undefined };

/** What has not arrived by then is lost. */
const patienceMs = 3_000;

type Harness = { browser: Browser; url: string; sink: Sink };

export async function measureDelivery(harness: Harness, counts: { last: number; bounces: number }): Promise<Delivered> {
  return {
    lastEventPercent: await share(harness, { runs: counts.last, events: 1, kilobytes: 0, stayMs: 50 }),
    // PostHog's own test of what a bounce loses (PostHog/posthog-js, pull request 4140).
    bouncePercent: await share(harness, { runs: counts.bounces, events: 30, kilobytes: 3, stayMs: 400 }),
  };
}

type Plan = { runs: number; events: number; kilobytes: number; stayMs: number };

async function share(harness: Harness, plan: Plan): Promise<number | undefined> {
  let arrived = 0;
  for (let run = 0; run < plan.runs; run++) {
    const count = await leaveAfterEvents(harness, plan);
    if (count === undefined) return undefined;
    arrived += count;
  }
  return (100 * arrived) / (plan.runs * plan.events);
}

const leaveAfterEvents = ({ browser, url, sink }: Harness, { events, kilobytes, stayMs }: Plan) =>
  inFreshTab(browser, async ({ page }) => {
    await page.goto(url, { waitUntil: "load" });
    if (!(await page.evaluate(() => Boolean(window.__track)))) return undefined;
    sink.arrived.length = 0;
    await page.evaluate(sendAndLeave, { events, kilobytes, stayMs });
    const markers = Array.from({ length: events }, (_, n) => `marker-${n}-`);
    const count = () => {
      const text = sink.arrived.map((each) => each.text).join("\n");
      return markers.filter((marker) => text.includes(marker)).length;
    };
    for (const deadline = Date.now() + patienceMs; count() < events && Date.now() < deadline; ) await pause(50);
    return count();
  });

function sendAndLeave({ events, kilobytes, stayMs }: Omit<Plan, "runs">): void {
  const letter = () => String.fromCharCode(97 + Math.random() * 26);
  const text = () => Array.from({ length: 1_000 }, letter).join("");
  setTimeout(() => {
    for (let n = 0; n < events; n++) {
      const fill = Array.from({ length: kilobytes }, (_, field) => [`field${field}`, text()]);
      window.__track?.(`marker-${n}-`, Object.fromEntries(fill));
    }
    setTimeout(() => {
      location.href = "about:blank";
    }, stayMs);
  }, 0);
}
