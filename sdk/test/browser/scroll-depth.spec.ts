import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

test.use({ viewport: { width: 800, height: 500 } });

/** Engagement is told of pages that were seen for a quarter of a second. */
const look = (page: Page) =>
  page.evaluate(async () => {
    const start = performance.now();
    while (performance.now() < start + 300) await new Promise((resolve) => requestAnimationFrame(resolve));
  });

const scrollTo = (page: Page, top: number) =>
  page.evaluate(
    (y) =>
      new Promise((resolve) => {
        addEventListener("scroll", resolve, { once: true });
        window.scrollTo(0, y);
      }),
    top,
  );

const leave = (page: Page) => page.goto("about:blank");

test("tells the deepest part that was seen, not the last one", async ({ open, sink, page }) => {
  await open("/scroll.html?height=2000px");
  await scrollTo(page, 1_000);
  await scrollTo(page, 0);
  await look(page);
  await leave(page);
  await expect.poll(() => sink.ofKind("engagement").map(({ scrollDepth }) => scrollDepth)).toEqual([75]);
});

test("counts what is seen without scrolling", async ({ open, sink, page }) => {
  await open("/scroll.html?height=2000px");
  await look(page);
  await leave(page);
  await expect.poll(() => sink.ofKind("engagement").map(({ scrollDepth }) => scrollDepth)).toEqual([25]);
});

test("a page that fits the window was seen as a whole", async ({ open, sink, page }) => {
  await open("/scroll.html?height=100px");
  await look(page);
  await leave(page);
  await expect.poll(() => sink.ofKind("engagement").map(({ scrollDepth }) => scrollDepth)).toEqual([100]);
});

test("a page that has become shorter was seen as a whole", async ({ open, sink, page }) => {
  await open("/scroll.html?height=2000px");
  await scrollTo(page, 1_500);
  await page.evaluate(() => document.querySelector("#long")?.setAttribute("style", "height: 900px"));
  await look(page);
  await leave(page);
  await expect.poll(() => sink.ofKind("engagement").map(({ scrollDepth }) => scrollDepth)).toEqual([100]);
});

test("each view of a single-page application has its own depth", async ({ open, sink, page }) => {
  await open("/scroll.html?height=2000px");
  await scrollTo(page, 1_500);
  await look(page);
  await page.evaluate(() => history.pushState({}, "", "/next"));
  await scrollTo(page, 500);
  await look(page);
  await leave(page);
  await expect
    .poll(() => sink.ofKind("engagement").map(({ url, scrollDepth }) => `${new URL(url).pathname} ${scrollDepth}`))
    .toEqual(["/scroll.html 100", "/next 50"]);
});

test("reads no layout while the page starts", async ({ open, sink, page }) => {
  await page.addInitScript(() => {
    Object.assign(window, { reads: 0 });
    const { get } = Object.getOwnPropertyDescriptor(Element.prototype, "scrollHeight") ?? {};
    Object.defineProperty(Element.prototype, "scrollHeight", {
      get() {
        (window as unknown as { reads: number }).reads++;
        return get?.call(this);
      },
    });
  });
  await open("/scroll.html?height=2000px");
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
  await scrollTo(page, 100);
  const reads = () => page.evaluate(() => (window as unknown as { reads: number }).reads);
  expect(await reads()).toBe(0);
  await look(page);
  await page.evaluate(() => history.pushState({}, "", "/next"));
  expect(await reads()).toBe(1);
});
