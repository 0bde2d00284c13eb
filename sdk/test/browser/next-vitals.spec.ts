import { bundleApp } from "./bundle-app.ts";
import { expect, test } from "./fixtures.ts";

test("tells the vitals that Next measures, each once a page", async ({ page, site, sink }) => {
  const app = await bundleApp("next-vitals-app.tsx");
  await page.route("**/next-vitals-app.js", (route) => route.fulfill({ body: app, contentType: "text/javascript" }));
  await page.goto(`${site}/next-vitals.html`);
  await expect(page.getByText("measured")).toBeVisible();
  await expect.poll(() => sink.ofKind("vital").map(({ metric }) => metric)).toContain("TTFB");
  await page.click("h1");
  await page.goto("about:blank");
  await expect.poll(() => sink.ofKind("vital").map(({ metric }) => metric)).toContain("CLS");
  const names = sink.ofKind("vital").map(({ metric }) => metric);
  expect(names).toEqual(expect.arrayContaining(["TTFB", "FCP", "LCP", "CLS"]));
  expect(new Set(names).size).toBe(names.length);
  for (const { url, rating } of sink.ofKind("vital")) {
    expect(url).toBe(`${site}/next-vitals.html`);
    expect(rating).toBe("good");
  }
});
