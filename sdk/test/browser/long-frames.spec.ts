import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

/** Runs a script of the page that blocks it for so long, and waits until the frame is painted. */
const block = (page: Page, ms: number): Promise<void> =>
  page.evaluate(
    (given) =>
      new Promise<void>((resolve) =>
        setTimeout(function blockingWork() {
          const end = performance.now() + given;
          while (performance.now() < end);
          document.body.append("x");
          requestAnimationFrame(() => setTimeout(resolve));
        }),
      ),
    ms,
  );

test("tells long frames with the script that took most of them", async ({ open, page, sink, site }) => {
  await open("/?token=secret");
  await page.waitForLoadState("load");
  await page.click("#slow");
  // Loading the page may have made one, too.
  const ofButton = () => sink.ofKind("long-frame").filter(({ props }) => props?.["invoker"] === "BUTTON#slow.onclick");
  await expect.poll(ofButton).toHaveLength(1);
  const [frame] = ofButton();
  expect(frame).toMatchObject({ target: `${site}/`, url: `${site}/` });
  expect(frame?.durationMs).toBeGreaterThanOrEqual(200);
  expect(frame?.props?.["sourceFunctionName"]).toBe("slowHandler");
  expect(frame?.props?.["scriptMs"]).toBeGreaterThanOrEqual(200);
  expect(frame?.props?.["blockingMs"]).toBeGreaterThan(0);
});

test("takes over the trace of what the visitor did in the frame", async ({ page, site, sink }) => {
  await page.goto(`${site}/leave.html`);
  await page.evaluate(async (endpoint) => {
    const { createClient, longFrames }: typeof import("../../src/index.ts") = await import("/sdk/index.js" as string);
    let clickedAt = 0;
    document.addEventListener("click", ({ timeStamp }) => {
      clickedAt = timeStamp;
      const end = performance.now() + 200;
      while (performance.now() < end);
      document.body.append("x");
    });
    createClient({ apiKey: "pk_test", endpoint, flushInterval: 100 }, [
      (_, context) => {
        context.traceAt = (time = 0) => (clickedAt && Math.abs(time - clickedAt) < 50 ? "ab".repeat(16) : undefined);
        return () => {};
      },
      longFrames,
    ]);
  }, sink.url);
  await page.click("h1");
  await expect.poll(() => sink.ofKind("long-frame").map(({ traceId }) => traceId)).toContain("ab".repeat(16));
});

test("leaves out shorter ones, and stops where a page has them without end", async ({ open, page, sink }) => {
  await open("/");
  await expect.poll(() => sink.ofKind("navigation")).toHaveLength(1);
  await block(page, 100);
  for (let turn = 0; turn < 32; turn++) await block(page, 160);
  await page.evaluate(() => history.pushState({}, "", "/next"));
  await block(page, 160);
  const paths = () => sink.ofKind("long-frame").map(({ url }) => new URL(url).pathname);
  await expect.poll(() => paths().at(-1)).toBe("/next");
  expect(paths().filter((path) => path === "/")).toHaveLength(30);
  for (const { durationMs } of sink.ofKind("long-frame")) expect(durationMs).toBeGreaterThanOrEqual(150);
});
