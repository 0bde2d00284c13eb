import { expect, test } from "./fixtures.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const inMeta = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

test("tells once how the document was loaded", async ({ open, page, sink, site }) => {
  await open("/product/7");
  await expect.poll(() => sink.ofKind("navigation")).toHaveLength(1);
  const [loaded] = sink.ofKind("navigation");
  expect(loaded).toMatchObject({ status: 200, url: `${site}/product/7` });
  expect(loaded).not.toHaveProperty("traceId");
  const entry = await page.evaluate(() => ({
    ...(performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming).toJSON(),
    timeOrigin: performance.timeOrigin,
  }));
  expect(loaded?.durationMs).toBe(Math.round(entry.loadEventEnd));
  expect(Math.abs((loaded?.time ?? 0) - entry.timeOrigin)).toBeLessThan(20);
  expect(loaded?.props).toMatchObject({
    domContentLoadedMs: Math.round(entry.domContentLoadedEventEnd * 1e4) / 1e4,
    transferBytes: entry.transferSize,
    protocol: "http/1.1",
  });
  // There is no TLS.
  expect(loaded?.props).not.toHaveProperty("tlsMs");
  await page.evaluate(() => history.pushState({}, "", "/next"));
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(2);
  expect(sink.ofKind("navigation")).toHaveLength(1);
});

test("waits for the load event of a page that is slow", async ({ open, page, sink }) => {
  await page.clock.install();
  await page.route("**/late.svg", async (route) => {
    await page.clock.runFor(6_000);
    await route.fulfill({ contentType: "image/svg+xml", body: "<svg xmlns='http://www.w3.org/2000/svg'/>" });
  });
  await page.addInitScript(() =>
    document.addEventListener("DOMContentLoaded", () => {
      const image = new Image();
      image.src = "/late.svg";
      document.body.append(image);
    }),
  );
  await open("/");
  await page.clock.runFor(1_000);
  await expect.poll(() => sink.ofKind("navigation")).toHaveLength(1);
  expect(sink.ofKind("navigation")[0]?.durationMs).toBeGreaterThan(0);
});

test("takes the server's trace from its headers", async ({ open, sink }) => {
  const header = encodeURIComponent(`db;dur=53.2, traceparent;desc="00-${traceId}-00f067aa0ba902b7-01"`);
  await open(`/traced.html?traceparent=${inMeta}&server-timing=${header}`);
  await expect.poll(() => sink.ofKind("navigation")).toHaveLength(1);
  expect(sink.ofKind("navigation")[0]?.traceId).toBe(traceId);
  expect(sink.ofKind("pageview")[0]?.traceId).toBe(traceId);
});

test("takes the server's trace from the document where no header tells one", async ({ open, sink }) => {
  await open(`/traced.html?traceparent=${inMeta}&server-timing=${encodeURIComponent("db;dur=53.2")}`);
  await expect.poll(() => sink.ofKind("navigation")).toHaveLength(1);
  expect(sink.ofKind("navigation")[0]?.traceId).toBe(inMeta.split("-")[1]);
});

test("ignores a trace that is malformed", async ({ open, sink }) => {
  await open(`/traced.html?traceparent=00-${"0".repeat(32)}-00f067aa0ba902b7-01`);
  await expect.poll(() => sink.ofKind("navigation")).toHaveLength(1);
  expect(sink.ofKind("navigation")[0]).not.toHaveProperty("traceId");
});
