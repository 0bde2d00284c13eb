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
  expect(Object.keys(vital("LCP")?.attribution ?? {})).toEqual(
    expect.arrayContaining(["timeToFirstByte", "resourceLoadDelay", "resourceLoadDuration", "elementRenderDelay"]),
  );
  expect(vital("INP")?.value).toBeGreaterThanOrEqual(200);
  expect(vital("INP")?.target).toBe("#slow");
  expect(vital("INP")?.attribution).toMatchObject({
    interactionType: "pointer",
    loadState: "complete",
    invoker: "BUTTON#slow.onclick",
    sourceFunctionName: "slowHandler",
    subpart: "processing-duration",
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
