import type { Options } from "../../src/index.ts";
import { test as base, expect } from "../browser/fixtures.ts";
import type { Engine } from "./engine.ts";
import { firefox } from "./firefox.ts";
import { webkit } from "./webkit.ts";

declare global {
  interface Window {
    /** What is not the browser's own any more, by engine.html. */
    patched: () => string[];
  }
}

type Visit = Partial<Options> & { hideNavigation?: boolean; largestBeacon?: number; watchesNothing?: boolean };

/** The engine of the running group: launched once for all of its tests. */
let engine: Engine;

/** Sink and site are those of the tests in Chromium, which see to it that every batch satisfies the schemas and came without a preflight. */
const test = base.extend<{ visit: (options?: Visit) => Promise<void> }>({
  visit: async ({ site }, use) => {
    await use((options = {}) => engine.open(`${site}/engine.html#${encodeURIComponent(JSON.stringify(options))}`));
  },
});

/** Waits until a page that leaves by itself is gone, so that it does not leave the next test's page. */
const hasLeft = () => expect.poll(() => engine.evaluate(() => location.pathname)).toBe("/leave.html");

const names = (count: number) => Array.from({ length: count }, (_, n) => `e${n}`);

for (const { name, install, launch } of [firefox, webkit]) {
  if (!launch) {
    test.skip(`${name} is not installed here (Debian: apt-get install ${install}), so nothing is tested in it`, () => {});
    continue;
  }

  test.describe(name, () => {
    test.beforeAll(async () => {
      engine = await launch();
      process.stdout.write(`${name} ${engine.version}\n`);
    });
    test.afterAll(() => engine.stop());

    for (const hideNavigation of [false, true]) {
      const how = hideNavigation ? "patched history methods" : "what the browser has";
      test(`counts the first view, changes of path or query, and a step back, by ${how}`, async ({ visit, sink }) => {
        await visit({ hideNavigation });
        const paths = () =>
          sink.ofKind("pageview").map(({ url, navigationType }) => `${navigationType} ${url.replace(/^.*?\w\//, "/")}`);
        await expect.poll(paths).toEqual(["navigate /engine.html"]);
        const [patched, hasNavigation] = await engine.evaluate(
          () => [window.patched(), Boolean(window.navigation)] as const,
        );
        expect(patched.includes("pushState")).toBe(!hasNavigation);
        await engine.evaluate(() => history.pushState({}, "", "/a"));
        await expect.poll(() => paths().length).toBe(2);
        await engine.evaluate(() => history.pushState({}, "", "/a?tab=2"));
        await expect.poll(() => paths().length).toBe(3);
        await engine.evaluate(() => history.replaceState({}, "", "/a?tab=3"));
        await engine.evaluate(() => history.pushState({}, "", "/a?tab=3#part"));
        await engine.evaluate(() => history.go(-3));
        await expect
          .poll(paths)
          .toEqual([
            "navigate /engine.html",
            "soft-navigation /a",
            "soft-navigation /a",
            "soft-navigation /engine.html",
          ]);
      });
    }

    test("sends events together, in order and numbered", async ({ visit, sink }) => {
      await visit();
      await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
      await engine.evaluate(() => {
        for (let n = 0; n < 12; n++) window.client.track(`e${n}`, { n });
      });
      await expect.poll(() => sink.names()).toEqual(names(12));
      expect(new Set(sink.ofKind("custom").map(({ seq }) => seq)).size).toBe(12);
      const batches = sink.received.filter(({ batch }) => batch.events.some(({ kind }) => kind === "custom"));
      expect(batches).toHaveLength(1);
    });

    test("compresses what is worth it where the engine can", async ({ visit, sink }) => {
      await visit();
      const canCompress = await engine.evaluate(() => "CompressionStream" in window);
      await engine.evaluate(() => {
        for (let n = 0; n < 30; n++) window.client.track(`e${n}`, { text: "the same text again".repeat(20) });
      });
      await expect.poll(() => sink.names()).toEqual(names(30));
      const large = sink.received.find(({ batch }) => batch.events.length >= 30);
      expect(large?.gzip).toBe(canCompress);
      if (canCompress) expect(large?.bytes).toBeLessThan(4_000);
    });

    test("delivers the event of the last 50 ms", async ({ visit, sink }) => {
      await visit({ flushInterval: 60_000 });
      await engine.evaluate(() => {
        setTimeout(() => window.client.track("last"), 0);
        setTimeout(() => location.assign("/leave.html"), 50);
      });
      await hasLeft();
      await expect.poll(() => sink.names()).toEqual(["last"]);
      expect(sink.ofKind("pageview")).toHaveLength(1);
    });

    test("delivers what other listeners tell while the page is unloaded", async ({ visit, sink, site }) => {
      await visit({ flushInterval: 60_000 });
      await engine.evaluate(() => addEventListener("pagehide", () => window.client.track("in pagehide")));
      await engine.open(`${site}/leave.html`);
      await expect.poll(() => sink.names()).toEqual(["in pagehide"]);
    });

    for (const compression of ["auto", "none"] as const) {
      test(`delivers 30 events of 3 KB and a bounce at 400 ms (compression ${compression})`, async ({
        visit,
        sink,
      }) => {
        await visit({ flushInterval: 60_000, compression });
        await engine.evaluate(() => {
          const letter = () => String.fromCharCode(97 + Math.random() * 26);
          const text = () => Array.from({ length: 1_000 }, letter).join("");
          for (let n = 0; n < 30; n++) window.client.track(`e${n}`, { a: text(), b: text(), c: text() });
          setTimeout(() => location.assign("/leave.html"), 400);
        });
        await hasLeft();
        await expect.poll(() => sink.names().sort()).toEqual(names(30).sort());
      });
    }

    test("delivers what was told before the tab is closed", async ({ visit, sink }) => {
      await visit({ flushInterval: 60_000 });
      await engine.evaluate(() => window.client.track("last"));
      await engine.close();
      await expect.poll(() => sink.names()).toEqual(["last"]);
    });

    test("sends a batch again after 503 and Retry-After, under the same id", async ({ visit, sink }) => {
      sink.plan({ status: 503, headers: { "retry-after": "1" } });
      await visit({ flushInterval: 100, watchesNothing: true });
      await engine.evaluate(() => window.client.track("once"));
      await expect.poll(() => sink.names()).toEqual(["once"]);
      const [refused, taken] = sink.received;
      expect(refused?.answered).toBe(503);
      expect(taken?.batch.id).toBe(refused?.batch.id);
      expect(taken?.batch.events).toEqual(refused?.batch.events);
      expect((taken?.batch.sentAt ?? 0) - (refused?.batch.sentAt ?? 0)).toBeGreaterThanOrEqual(1_000);
    });

    test("hands over what waits for a retry when the page is left", async ({ visit, sink, site }) => {
      sink.plan({ status: 503, headers: { "retry-after": "60" } });
      await visit({ flushInterval: 50, watchesNothing: true });
      await engine.evaluate(() => window.client.track("waiting"));
      await expect.poll(() => sink.received.length).toBe(1);
      await engine.open(`${site}/leave.html`);
      await expect.poll(() => sink.names()).toContain("waiting");
    });

    test("halves what a beacon refuses, until it fits", async ({ visit, sink, site }) => {
      // Firefox refuses no beacon; so the page does it, for all alike.
      await visit({ flushInterval: 60_000, largestBeacon: 10_000 });
      await engine.evaluate(() => {
        for (let n = 0; n < 15; n++) window.client.track(`e${n}`, { a: "y".repeat(1_000), b: "z".repeat(1_000) });
      });
      await engine.open(`${site}/leave.html`);
      await expect.poll(() => sink.names().sort()).toEqual(names(15).sort());
      expect(sink.received.length).toBeGreaterThan(3);
      for (const { bytes } of sink.received) expect(bytes).toBeLessThanOrEqual(10_000);
    });

    test("reports what is thrown and what is rejected, with the place", async ({ visit, sink }) => {
      await visit();
      await engine.click("#throw");
      await engine.click("#reject");
      await expect.poll(() => sink.ofKind("error")).toHaveLength(2);
      const [thrown, rejected] = sink.ofKind("error");
      expect(thrown).toMatchObject({ type: "TypeError", message: "thrown", mechanism: "onerror" });
      expect(rejected).toMatchObject({ type: "RangeError", message: "rejected", mechanism: "onunhandledrejection" });
      expect(thrown?.stack).toMatch(/thrower@http.*\/engine\.html.*:\d+:\d+/);
      expect(rejected?.stack).toMatch(/rejecter@http.*\/engine\.html.*:\d+:\d+/);
    });

    test("stores nothing unless it is told to", async ({ visit, sink, site }) => {
      await visit();
      await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
      await engine.open(`${site}/leave.html`);
      const stored = await engine.evaluate(async () => [
        document.cookie,
        localStorage.length,
        sessionStorage.length,
        (await indexedDB.databases()).length,
        (await caches.keys()).length,
      ]);
      expect(stored).toEqual(["", 0, 0, 0, 0]);
    });

    test("works under a strict policy with trusted types", async ({ sink, site }) => {
      await engine.open(`${site}/csp.html`);
      await expect.poll(() => sink.ofKind("pageview").map(({ title }) => title)).toEqual(["Strict"]);
      await expect.poll(() => sink.ofKind("vital").map(({ metric }) => metric)).toContain("FCP");
    });

    test("sends every vital that the engine knows, and no other", async ({ visit, sink, site }) => {
      await visit();
      const known = await engine.evaluate(() => {
        const sources = { CLS: "layout-shift", FCP: "paint", INP: "event", LCP: "largest-contentful-paint" };
        const isSupported = ([, type]: string[]) => PerformanceObserver.supportedEntryTypes.includes(`${type}`);
        const metrics = Object.entries(sources)
          .filter(isSupported)
          .map(([metric]) => metric);
        // WebKit's clock ticks once a millisecond. An answer within the first one comes at 0, which web-vitals takes for no answer.
        const [load] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
        return load?.responseStart ? [...metrics, "TTFB"] : metrics;
      });
      expect(known).toContain("FCP");
      // FCP is told by a frame that was painted: not before, in an engine that paints late.
      await expect.poll(() => sink.ofKind("vital").map(({ metric }) => metric)).toContain("FCP");
      await engine.click("#slow");
      await engine.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))));
      await engine.open(`${site}/leave.html`);
      const metrics = () => sink.ofKind("vital").map(({ metric }) => metric);
      await expect.poll(() => metrics().sort()).toEqual(known);
      const inp = sink.ofKind("vital").find(({ metric }) => metric === "INP");
      expect(inp?.value ?? 200).toBeGreaterThanOrEqual(200);
    });

    test("stop sends what waits and leaves no patch", async ({ visit, sink, site }) => {
      await visit({ flushInterval: 60_000, hideNavigation: true });
      expect(await engine.evaluate(() => window.patched())).not.toEqual([]);
      const patched = await engine.evaluate(() => {
        window.client.track("before");
        window.client.stop();
        window.client.track("after");
        history.pushState({}, "", "/elsewhere");
        return window.patched();
      });
      expect(patched).toEqual([]);
      await engine.click("#throw");
      await engine.open(`${site}/leave.html`);
      await expect.poll(() => sink.names()).toEqual(["before"]);
      expect(sink.ofKind("error")).toEqual([]);
      expect(sink.received).toHaveLength(1);
    });

    test("counts a return by the back button as a view of its own", async ({ visit, sink, site }) => {
      await visit();
      await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
      await engine.open(`${site}/leave.html`);
      await engine.back();
      await expect
        .poll(() => sink.ofKind("pageview").map(({ navigationType }) => navigationType))
        .toEqual(["navigate", "back-forward-cache"]);
      await engine.evaluate(() => window.client.track("back again"));
      await expect.poll(() => sink.names()).toEqual(["back again"]);
    });
  });
}
