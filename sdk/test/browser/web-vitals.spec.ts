import { expect, idle, test } from "./fixtures.ts";

test("sends each vital with what caused it when the page is left", async ({ open, sink, page }) => {
  await open("/product/7", { routePattern: undefined });
  await page.evaluate(() => window.client.page({ route: "/product/[id]" }));
  await page.waitForLoadState("load");
  await page.click("#slow");
  await expect(page.locator("h1")).toHaveText("Done");
  // The browser tells of a long frame some time after it.
  await idle(page);
  await page.click("#leave");
  const vital = (metric: string) => sink.ofKind("vital").find((event) => event.metric === metric);
  await expect
    .poll(() =>
      sink
        .ofKind("vital")
        .map(({ metric }) => metric)
        .sort(),
    )
    .toEqual(["CLS", "FCP", "INP", "LCP", "TTFB"]);
  expect(vital("LCP")).toMatchObject({ route: "/product/[id]", navigationType: "navigate", rating: "good" });
  expect(vital("LCP")?.target).toContain("h1");
  // Words have nothing to load: what is 0 goes without saying.
  expect(Object.keys(vital("LCP")?.attribution ?? {})).toEqual(["timeToFirstByte", "elementRenderDelay"]);
  expect(vital("INP")?.value).toBeGreaterThanOrEqual(200);
  expect(vital("INP")?.target).toBe("#slow");
  expect(vital("INP")?.attribution).toMatchObject({
    interactionType: "pointer",
    loadState: "complete",
    invoker: "BUTTON#slow.onclick",
    sourceFunctionName: "slowHandler",
  });
  expect(vital("TTFB")?.attribution).toHaveProperty("requestDuration");
  for (const { url } of sink.ofKind("vital")) expect(new URL(url).pathname).toBe("/product/7");
});

test("gives a soft navigation its own vitals, where the browser knows them", async ({ open, sink, page }) => {
  await open("/");
  await page.waitForLoadState("load");
  const knowsSoftNavigations = await page.evaluate(() =>
    PerformanceObserver.supportedEntryTypes.includes("soft-navigation"),
  );
  test.skip(!knowsSoftNavigations, "this browser reports no soft navigations");
  await expect.poll(() => sink.ofKind("vital").some(({ metric }) => metric === "FCP")).toBe(true);
  await page.click("#navigate");
  const soft = () => sink.ofKind("vital").filter(({ navigationType }) => navigationType === "soft-navigation");
  await expect.poll(() => soft().map(({ metric }) => metric)).toContain("FCP");
  await page.click("#leave");
  await expect.poll(() => soft().map(({ metric }) => metric)).toContain("LCP");
  for (const { url } of soft()) expect(new URL(url).pathname).toBe("/soft");
  // web-vitals says 0 for what a soft navigation does not have.
  const timed = soft().filter(({ metric }) => metric !== "CLS");
  expect(timed.map(({ metric }) => metric)).not.toContain("TTFB");
  for (const { value } of timed) expect(value).toBeGreaterThan(0);
});

test("takes each metric of a page once, however often the tab is hidden", async ({ open, sink, page }) => {
  await open("/");
  // Headless Chromium never hides a tab, so the page is told that it was.
  const turn = (state: "hidden" | "visible") =>
    page.evaluate((now) => {
      Object.defineProperty(document, "visibilityState", { configurable: true, value: now });
      Object.defineProperty(document, "hidden", { configurable: true, value: now === "hidden" });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    }, state);
  const count = (metric: string) => sink.ofKind("vital").filter((event) => event.metric === metric).length;
  await page.click("#slow");
  await expect(page.locator("h1")).toHaveText("Done");
  await idle(page);
  await turn("hidden");
  await expect.poll(() => count("INP")).toBe(1);
  await turn("visible");
  await page.evaluate(() => {
    document.querySelector("#slow")?.addEventListener("click", () => {
      const end = performance.now() + 300;
      while (performance.now() < end);
    });
  });
  await page.click("#slow");
  await idle(page);
  await turn("hidden");
  await page.evaluate(() => window.client.track("after"));
  await expect.poll(() => sink.names()).toEqual(["after"]);
  expect([count("INP"), count("CLS"), count("LCP")]).toEqual([1, 1, 1]);
});

test("tells the vitals of a page that was left before it had loaded", async ({ page, site, sink }) => {
  await page.goto(`${site}/never-loaded.html`, { waitUntil: "commit" });
  await page.waitForFunction(
    () => "client" in window && performance.getEntriesByName("first-contentful-paint").length > 0,
  );
  expect(await page.evaluate(() => document.readyState)).not.toBe("complete");
  await page.goto(`${site}/leave.html`);
  await expect
    .poll(() =>
      sink
        .ofKind("vital")
        .map(({ metric }) => metric)
        .sort(),
    )
    .toEqual(["CLS", "FCP", "LCP", "TTFB"]);
});

test("tells TTFB and FCP at once, and LCP when the visitor does something", async ({ open, sink, page }) => {
  await open("/");
  await page.waitForLoadState("load");
  const metrics = () => sink.ofKind("vital").map(({ metric }) => metric);
  await expect.poll(() => metrics().sort()).toEqual(["FCP", "TTFB"]);
  await page.click("#slow");
  await expect.poll(metrics).toContain("LCP");
  expect(metrics()).not.toContain("INP");
});

test("gives INP the trace id of its interaction, and none to vitals that happen to be told meanwhile", async ({
  page,
  site,
  sink,
}) => {
  await page.goto(`${site}/leave.html`);
  const addresses = { endpoint: sink.url, sdk: "/sdk/index.js" };
  await page.evaluate(async ({ endpoint, sdk }) => {
    const { createClient, webVitals }: typeof import("../../src/index.ts") = await import(sdk);
    const asked: number[] = [];
    Object.assign(window, { asked });
    createClient({ apiKey: "pk_test", endpoint, flushInterval: 300 }, [
      (_, context) => {
        context.traceAt = (time) => {
          if (time === undefined) return "a".repeat(32);
          asked.push(time);
          return "b".repeat(32);
        };
        return () => {};
      },
      webVitals,
    ]);
    document.addEventListener("click", ({ timeStamp }) => {
      Object.assign(window, { clickedAt: timeStamp });
      const end = performance.now() + 100;
      while (performance.now() < end);
    });
  }, addresses);
  await page.click("h1");
  await expect.poll(() => sink.ofKind("vital").map(({ metric }) => metric)).toContain("LCP");
  // The browser tells of an interaction only after the next paint.
  await idle(page);
  const { asked, clickedAt } = await page.evaluate(() => {
    dispatchEvent(new Event("pagehide"));
    const { asked, clickedAt } = window as unknown as { asked: number[]; clickedAt: number };
    return { asked, clickedAt };
  });
  await expect.poll(() => sink.ofKind("vital").map(({ metric }) => metric)).toContain("INP");
  const traceOf = (metric: string) => sink.ofKind("vital").find((event) => event.metric === metric)?.traceId;
  expect(traceOf("INP")).toBe("b".repeat(32));
  for (const metric of ["TTFB", "FCP", "LCP", "CLS"]) expect(traceOf(metric)).toBeUndefined();
  expect(asked).toHaveLength(1);
  // The slowest event of an interaction may be the press, some time before the click.
  expect(Math.abs((asked[0] ?? 0) - clickedAt)).toBeLessThan(50);
});

test("stop leaves no listener and no observer of ours behind", async ({ open, page, sink }) => {
  await page.addInitScript(() => {
    const live = new Map<unknown, string>();
    const isOurs = () => `${new Error("who").stack}`.includes("/sdk/index.js");
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (type, listener, options) {
      if (isOurs()) live.set(listener, type);
      addEventListener.call(this, type, listener, options);
    };
    EventTarget.prototype.removeEventListener = function (type, listener, options) {
      live.delete(listener);
      removeEventListener.call(this, type, listener, options);
    };
    const { observe, disconnect } = PerformanceObserver.prototype;
    PerformanceObserver.prototype.observe = function (options) {
      live.set(this, "observer");
      observe.call(this, options);
    };
    PerformanceObserver.prototype.disconnect = function () {
      live.delete(this);
      disconnect.call(this);
    };
    Object.assign(window, { live });
  });
  await open("/");
  const live = () => page.evaluate(() => [...(window as unknown as { live: Map<unknown, string> }).live.values()]);
  await expect.poll(live).toEqual(expect.arrayContaining(["observer", "pageshow"]));
  await page.evaluate(() => window.client.stop());
  expect(await live()).toEqual([]);
  await page.click("#slow");
  await page.click("#leave");
  await page.waitForURL("**/leave.html");
  expect(sink.ofKind("vital").map(({ metric }) => metric)).not.toContain("INP");
});

test("stop before `load` tells what is known and starts nothing afterwards", async ({ page, site }) => {
  await page.addInitScript(() => {
    const { observe } = PerformanceObserver.prototype;
    PerformanceObserver.prototype.observe = function (options) {
      if (document.title === "Stopped") document.title = "Observed";
      observe.call(this, options);
    };
  });
  await page.goto(`${site}/never-loaded.html`, { waitUntil: "commit" });
  await page.waitForFunction(() => "client" in window);
  await page.evaluate(() => {
    window.client.stop();
    document.title = "Stopped";
    dispatchEvent(new Event("load"));
    dispatchEvent(new Event("pagehide"));
  });
  await idle(page);
  await expect(page).toHaveTitle("Stopped");
});
