import { test as base, type Page } from "@playwright/test";
import type { Client, Options } from "../../src/index.ts";
import { type Sink, startSink } from "./sink.ts";
import { startSite } from "./site.ts";

type Fixtures = {
  sink: Sink;
  site: string;
  /** Opens a page with a running client. */
  open: (path: string, options?: Partial<Options>) => Promise<Page>;
  /** Opens a page with a client that watches nothing: all that it sends was asked of it. */
  openBare: (options?: Partial<Options>) => Promise<Page>;
};

declare global {
  interface Window {
    client: Client;
    sdkOptions?: Partial<Options>;
  }
}

/** Each test has a sink, a site and a page of its own. Whatever it sends must satisfy the real schemas, without one preflight. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's dependencies off this pattern.
  sink: async ({}, use) => {
    const sink = await startSink();
    await use(sink);
    sink.stop();
    test.expect(sink.faults).toEqual([]);
    test.expect(sink.methods.filter((method) => method !== "POST")).toEqual([]);
  },
  site: async ({ sink }, use) => {
    const site = await startSite(sink.url);
    await use(site.url);
    site.stop();
  },
  open: async ({ page, site }, use) => {
    await use(async (path, options = {}) => {
      await page.addInitScript((given) => {
        window.sdkOptions = given;
      }, options);
      await page.goto(site + path);
      return page;
    });
  },
  openBare: async ({ page, site, sink }, use) => {
    await use(async (options = {}) => {
      await page.goto(`${site}/leave.html`);
      await page.evaluate(
        async (given) => {
          const { createFullClient }: typeof import("../../src/index.ts") = await import("/sdk/index.js" as string);
          window.client = createFullClient(given, []);
        },
        { apiKey: "pk_test", endpoint: sink.url, ...options },
      );
      return page;
    });
  },
});

export const { expect } = test;

/** A client of its own sends a last word, after which everything that was to come has come: what a test wants is that nothing did. */
export async function expectNothingBefore(page: Page, sink: Sink): Promise<void> {
  await page.evaluate(async (endpoint) => {
    const { createClient }: typeof import("../../src/index.ts") = await import("/sdk/index.js" as string);
    const client = createClient({ apiKey: "pk_test", endpoint, respectGpc: false }, []);
    client?.track("last word");
    client?.flush();
  }, sink.url);
  await expect.poll(() => sink.names()).toContain("last word");
  expect(sink.events().map((event) => ("name" in event ? event.name : event.kind))).toEqual(["last word"]);
}

/** Waits until the page has nothing to do, which is when the browser has told its observers. */
export const idle = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: 1_000 })));
