import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

const STORAGE_KEY = "perigee-unsent";

/** Opens a page and starts a client of this part alone, or of none. */
async function start(page: Page, site: string, { endpoint, isKept = true }: { endpoint: string; isKept?: boolean }) {
  await page.goto(`${site}/leave.html`);
  await page.evaluate(
    async (given) => {
      const { createFullClient, offlineQueue }: typeof import("../../src/index.ts") = await import(
        "/sdk/index.js" as string
      );
      const options = { apiKey: "pk_test", endpoint: given.endpoint, flushInterval: 100 };
      window.client = createFullClient(options, given.isKept ? [offlineQueue] : []);
    },
    { endpoint, isKept },
  );
}

/** Tells of something without a network, and leaves. */
async function trackOffline(page: Page, name: string) {
  await page.context().setOffline(true);
  await page.evaluate((told) => window.client.track(told), name);
  await page.goto("about:blank");
  await page.context().setOffline(false);
}

const arrived = (sink: { received: { batch: { events: object[] } }[] }) =>
  sink.received.flatMap(({ batch }) => batch.events).map((event) => (event as { name?: string }).name);

test("what could not be delivered arrives once, from the next page on", async ({ page, site, sink }) => {
  await start(page, site, { endpoint: sink.url });
  await trackOffline(page, "offline");
  expect(arrived(sink)).toEqual([]);
  for (const name of ["back", "again"]) {
    await start(page, site, { endpoint: sink.url });
    await page.evaluate((told) => window.client.track(told), name);
    await expect.poll(() => sink.names()).toContain(name);
  }
  expect(arrived(sink)).toEqual(["offline", "back", "again"]);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

test("keeps nothing where it was not asked for", async ({ page, site, sink }) => {
  await start(page, site, { endpoint: sink.url, isKept: false });
  await trackOffline(page, "offline");
  await start(page, site, { endpoint: sink.url, isKept: false });
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

test("sends nothing that is older than a day", async ({ page, site, sink }) => {
  await start(page, site, { endpoint: sink.url });
  await trackOffline(page, "old");
  await page.goto(`${site}/leave.html`);
  await page.evaluate((key) => {
    const kept = JSON.parse(localStorage[key]);
    localStorage[key] = JSON.stringify({ ...kept, savedAt: kept.savedAt - 86_400_000 });
  }, STORAGE_KEY);
  await start(page, site, { endpoint: sink.url });
  await page.evaluate(() => window.client.track("back"));
  await expect.poll(() => arrived(sink)).toEqual(["back"]);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

test("forgets what it kept when consent is withdrawn", async ({ page, site, sink }) => {
  await start(page, site, { endpoint: sink.url });
  await trackOffline(page, "offline");
  await page.goto(`${site}/leave.html`);
  expect(await page.evaluate(() => localStorage.length)).toBe(1);
  await page.evaluate(async (endpoint) => {
    const { createFullClient, offlineQueue }: typeof import("../../src/index.ts") = await import(
      "/sdk/index.js" as string
    );
    createFullClient({ apiKey: "pk_test", endpoint, consent: "pending" }, [offlineQueue]).setConsent("denied");
  }, sink.url);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  expect(arrived(sink)).toEqual([]);
});

for (const [what, value] of [
  ["is denied", undefined],
  ["holds anything", "{"],
] as const) {
  test(`goes on where storage ${what}`, async ({ page, site, sink }) => {
    const thrown: string[] = [];
    page.on("pageerror", ({ message }) => thrown.push(message));
    await page.addInitScript(
      ([key, stored]) => {
        if (location.protocol === "about:") return;
        if (stored) localStorage[key] = stored;
        else
          Object.defineProperty(window, "localStorage", {
            get() {
              throw new DOMException("denied", "SecurityError");
            },
          });
      },
      [STORAGE_KEY, value] as const,
    );
    await start(page, site, { endpoint: sink.url });
    await page.evaluate(() => window.client.track("here"));
    await expect.poll(() => arrived(sink)).toEqual(["here"]);
    await trackOffline(page, "offline");
    expect(thrown).toEqual([]);
  });
}
