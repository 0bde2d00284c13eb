import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

declare global {
  interface Window {
    /** Bodies that were handed to the browser for later. */
    deferred: string[];
  }
}

const late = { flushInterval: 60_000 };

test.beforeEach(({ page }) =>
  page.addInitScript(() => {
    const { fetchLater } = window as { fetchLater?: (url: string, init: { body: string }) => unknown };
    window.deferred = [];
    Object.assign(window, {
      fetchLater: (url: string, init: { body: string }) => {
        window.deferred.push(init.body);
        return fetchLater?.(url, init);
      },
    });
  }),
);

/** Tells of something, and waits until the browser has it. */
async function trackDeferred(page: Page, name: string) {
  await page.evaluate((told) => window.client.track(told), name);
  await page.waitForFunction((told) => window.deferred.at(-1)?.includes(told), name);
}

/** Ends the process of the page, which can do nothing any more. */
async function crash(page: Page) {
  const crashed = page.waitForEvent("crash");
  const session = await page.context().newCDPSession(page);
  // There is nobody left to answer.
  session.send("Page.crash").catch(() => {});
  await crashed;
}

test("what was not sent arrives when the page dies without a word", async ({ open, page, sink }) => {
  await open("/", late);
  await trackDeferred(page, "last words");
  expect(sink.names()).toEqual([]);
  await crash(page);
  await expect.poll(() => sink.names()).toEqual(["last words"]);
});

test("nothing arrives twice after the page was left as usual", async ({ open, page, sink, site }) => {
  await open("/", late);
  await trackDeferred(page, "left");
  await page.goto(`${site}/second`);
  await trackDeferred(page, "second");
  await crash(page);
  await expect.poll(() => sink.names()).toEqual(["left", "second"]);
  const ids = sink.received.flatMap(({ batch }) => batch.events).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test("nothing arrives once consent is withdrawn", async ({ open, page, context, sink, site }) => {
  await open("/", late);
  await trackDeferred(page, "secret");
  await page.evaluate(() => window.client.setConsent("denied"));
  await crash(page);
  const next = await context.newPage();
  await next.goto(site);
  await next.evaluate(() => window.client.track("next"));
  await expect.poll(() => sink.names()).toEqual(["next"]);
});

test("all goes on where the browser cannot", async ({ open, page, sink }) => {
  await page.addInitScript(() => Object.assign(window, { fetchLater: undefined }));
  await open("/", late);
  await page.evaluate(() => window.client.track("left"));
  await page.click("#leave");
  await expect.poll(() => sink.names()).toEqual(["left"]);
});
