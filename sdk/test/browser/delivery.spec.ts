import { expect, idle, test } from "./fixtures.ts";

test("sends a batch by time, by count and by hand", async ({ open, sink, page }) => {
  await open("/", { flushInterval: 60_000, batchSize: 5 });
  await page.evaluate(() => {
    for (let n = 0; n < 12; n++) window.client.track(`e${n}`);
  });
  await expect.poll(() => sink.names().length).toBeGreaterThanOrEqual(10);
  await page.evaluate(() => window.client.flush());
  await expect.poll(() => sink.names().length).toBe(12);
  const custom = sink.ofKind("custom").sort((one, other) => one.seq - other.seq);
  expect(custom.map(({ name }) => name)).toEqual(Array.from({ length: 12 }, (_, n) => `e${n}`));
  const numbers = sink.events().map(({ seq }) => seq);
  expect(numbers.toSorted((one, other) => one - other)).toEqual(Array.from(numbers, (_, n) => n + 1));
});

test("compresses what is worth it, and says so in the address", async ({ open, sink, page }) => {
  await open("/", { flushInterval: 100 });
  await page.evaluate(() => {
    for (let n = 0; n < 30; n++) window.client.track("bought", { n, text: "the same text again".repeat(20) });
  });
  await expect.poll(() => sink.names().length).toBe(30);
  const large = sink.received.find(({ batch }) => batch.events.length >= 30);
  expect(large?.gzip).toBe(true);
  expect(large?.bytes).toBeLessThan(4_000);
});

test("delivers the event of the last 50 ms, and the vitals of a page that is left", async ({ open, sink, page }) => {
  await open("/", { flushInterval: 60_000 });
  await page.waitForLoadState("load");
  await idle(page);
  await page.evaluate(() => {
    setTimeout(() => window.client.track("last"), 0);
    setTimeout(() => (location.href = "about:blank"), 50);
  });
  await expect.poll(() => sink.names()).toEqual(["last"]);
  await expect.poll(() => sink.ofKind("vital").map(({ metric }) => metric)).toContain("LCP");
});

test("delivers what other listeners tell while the page is unloaded", async ({ open, sink, page }) => {
  await open("/", { flushInterval: 60_000 });
  await page.evaluate(() => {
    addEventListener("pagehide", () => window.client.track("in pagehide"));
    // After this call has answered: a page that leaves in the middle of it may take the answer along.
    setTimeout(() => (location.href = "about:blank"), 0);
  });
  await expect.poll(() => sink.names()).toEqual(["in pagehide"]);
});

test("delivers what is told when the tab is closed", async ({ open, sink, page }) => {
  await open("/", { flushInterval: 60_000 });
  await page.evaluate(() => window.client.track("last"));
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => sink.names()).toEqual(["last"]);
});

for (const compression of ["auto", "none"] as const) {
  test(`delivers 30 events of 3 KB and a bounce (compression ${compression})`, async ({ open, sink, page }) => {
    await open("/", { flushInterval: 60_000, compression });
    await page.evaluate(() => {
      const text = () => Array.from({ length: 1_000 }, () => String.fromCharCode(97 + Math.random() * 26)).join("");
      for (let n = 0; n < 30; n++) window.client.track(`e${n}`, { a: text(), b: text(), c: text() });
      setTimeout(() => (location.href = "about:blank"), 400);
    });
    await expect.poll(() => sink.names().sort()).toEqual(Array.from({ length: 30 }, (_, n) => `e${n}`).sort());
  });
}

test("halves what a beacon refuses, until it fits", async ({ open, sink, page }) => {
  // The page's own beacon takes more than half of the browser's allowance just before ours.
  await page.addInitScript(() =>
    addEventListener("pagehide", () => navigator.sendBeacon("/hang", "x".repeat(40_000)), { capture: true }),
  );
  await open("/", { flushInterval: 60_000, compression: "none" });
  await page.evaluate(() => {
    const text = "y".repeat(1_000);
    for (let n = 0; n < 15; n++) window.client.track(`e${n}`, { a: text, b: text, c: text });
  });
  await page.click("#leave");
  await expect.poll(() => sink.names().length).toBeGreaterThan(5);
  expect(sink.received.length).toBeGreaterThan(1);
  expect(sink.received[0]?.batch.events.length).toBeLessThan(15);
});

for (const status of [503, 429, 500] as const) {
  test(`sends a batch again after ${status}, under the same id`, async ({ openBare, sink, page }) => {
    sink.plan({ status, headers: { "retry-after": "1" } });
    await openBare({ flushInterval: 100 });
    await page.evaluate(() => window.client.track("once"));
    await expect.poll(() => sink.names()).toEqual(["once"]);
    const [refused, taken] = sink.received;
    expect(taken?.batch.id).toBe(refused?.batch.id);
    expect([refused?.batch.resent, taken?.batch.resent]).toEqual([undefined, true]);
    expect(taken?.batch.events).toEqual(refused?.batch.events);
    expect((taken?.batch.sentAt ?? 0) - (refused?.batch.sentAt ?? 0)).toBeGreaterThanOrEqual(1_000);
  });
}

test("drops what the server calls wrong, and goes on", async ({ open, sink, page }) => {
  await open("/", { flushInterval: 50 });
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
  sink.plan({ status: 400 });
  await page.evaluate(() => window.client.track("wrong"));
  await expect.poll(() => sink.received.at(-1)?.answered).toBe(400);
  await page.evaluate(() => window.client.track("next"));
  await expect.poll(() => sink.names()).toEqual(["next"]);
  const ids = sink.received.map(({ batch }) => batch.id);
  expect(new Set(ids).size).toBe(ids.length);
});

test("hands over what waits for a retry or hangs when the page is left", async ({ openBare, sink, page }) => {
  sink.plan({ status: 503, headers: { "retry-after": "60" } });
  await openBare({ flushInterval: 50 });
  await page.evaluate(() => window.client.track("waiting"));
  await expect.poll(() => sink.received.length).toBeGreaterThan(0);
  await page.evaluate(() => {
    setTimeout(() => (location.href = "about:blank"), 0);
  });
  await expect.poll(() => sink.names()).toContain("waiting");
});

test("a server that never answers holds up nothing that is sent when the page is left", async ({
  open,
  sink,
  page,
}) => {
  sink.plan("hang");
  await open("/", { flushInterval: 50 });
  await expect.poll(() => sink.received.length).toBeGreaterThan(0);
  await page.evaluate(() => window.client.track("behind it"));
  await page.click("#leave");
  await expect.poll(() => sink.names()).toEqual(["behind it"]);
});
