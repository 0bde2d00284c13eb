import { expect, test } from "./fixtures.ts";

const isQuiet = async (page: import("@playwright/test").Page, act: () => Promise<unknown>) => {
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  await act();
  expect(errors).toEqual([]);
};

test("an answer that breaks off in the middle of its body counts as taken, and holds up nothing", async ({
  open,
  sink,
  page,
}) => {
  sink.plan({ status: 202, headers: { "content-length": "5000" } });
  await isQuiet(page, async () => {
    await open("/", { flushInterval: 50 });
    await expect.poll(() => sink.received.length).toBeGreaterThan(0);
    await page.evaluate(() => window.client.track("next"));
    await expect.poll(() => sink.names()).toEqual(["next"]);
  });
  const ids = sink.received.map(({ batch }) => batch.id);
  expect(new Set(ids).size).toBe(ids.length);
});

test("an ad blocker costs the page nothing but the events, and what comes later gets through", async ({
  open,
  sink,
  page,
}) => {
  await page.route("**/v1/events*", (route) => route.abort("blockedbyclient"));
  await isQuiet(page, async () => {
    await open("/", { flushInterval: 20 });
    await page.evaluate(() => {
      for (let n = 0; n < 2_000; n++) window.client.track(`e${n}`, { text: "x".repeat(900) });
    });
    await page.click("#slow");
    await expect(page.locator("h1")).toHaveText("Done");
  });
  await page.unroute("**/v1/events*");
  await page.click("#leave");
  // Ten batches of 60 KB are all that waits; the oldest give way.
  await expect.poll(() => sink.names().length).toBeGreaterThan(0);
  expect(sink.names()).not.toContain("e0");
});

test("a network that is gone for a while loses nothing", async ({ open, sink, page }) => {
  await open("/", { flushInterval: 20 });
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
  await page.context().setOffline(true);
  const left = await page.evaluate(() => {
    window.client.track("in the tunnel");
    window.client.flush();
    return JSON.stringify(window.client.ledger());
  });
  expect(left).not.toContain("in the tunnel");
  await page.context().setOffline(false);
  await page.evaluate(() => window.client.track("out again"));
  await expect.poll(() => sink.names().sort()).toEqual(["in the tunnel", "out again"]);
});

test("a page whose prototypes are frozen, and whose globals throw, goes on as if nobody watched", async ({
  open,
  page,
}) => {
  await page.addInitScript(() => {
    Object.freeze(Object.prototype);
    Object.freeze(Array.prototype);
    Object.freeze(History.prototype);
    Object.defineProperty(navigator, "sendBeacon", {
      get() {
        throw new Error("no beacons here");
      },
    });
    Object.defineProperty(document, "title", {
      get() {
        throw new Error("no title here");
      },
    });
  });
  await isQuiet(page, async () => {
    await open("/", { flushInterval: 20 });
    await page.evaluate(() => {
      window.client.track("one");
      history.pushState({}, "", "/a");
      window.client.page();
    });
    await page.click("#leave");
    await page.waitForURL("**/leave.html");
  });
});
