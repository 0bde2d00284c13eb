import type { Page } from "@playwright/test";
import { bundleApp } from "./bundle-app.ts";
import { test as base, expect } from "./fixtures.ts";

const test = base.extend<{ openApp: (search?: string) => Promise<Page> }, { app: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's dependencies off this pattern.
  app: [async ({}, use) => use(await bundleApp("react-app.tsx")), { scope: "worker" }],
  openApp: async ({ app, page, site }, use) => {
    await page.route("**/react-app.js", (route) => route.fulfill({ body: app, contentType: "text/javascript" }));
    await use(async (search = "") => {
      await page.goto(`${site}/react.html${search}`);
      await expect(page.getByText("whole")).toBeVisible();
      return page;
    });
  },
});

type Globals = { started: number; renders: Set<unknown>; caught?: number; heard: string[] };

const read = (page: Page) =>
  page.evaluate(() => {
    const { started, renders, caught = 0, heard } = window as unknown as Globals;
    return { started, callbacks: renders.size, caught, heard };
  });

test("a provider starts one client in strict mode, and every view carries its route", async ({ openApp, sink }) => {
  const warnings: string[] = [];
  const page = await openApp();
  page.on("console", (message) => warnings.push(message.text()));
  await page.getByRole("button", { name: "Track" }).click();
  await page.getByRole("button", { name: "Go" }).click();
  await expect.poll(() => sink.names()).toEqual(["clicked"]);
  await expect.poll(() => sink.ofKind("pageview").map(({ route }) => route)).toEqual(["/first/[id]", "/second/[id]"]);
  expect(sink.ofKind("custom")[0]?.route).toBe("/first/[id]");
  // Strict mode makes two instances of the callback before it keeps one; later renders make none.
  const { started, callbacks } = await read(page);
  expect(started).toBe(1);
  expect(callbacks).toBeLessThanOrEqual(2);
  expect(warnings.join()).not.toContain("perigee");
});

test("a boundary reports once, though React's root handlers see it too, and shows its fallback", async ({
  openApp,
  sink,
}) => {
  const page = await openApp();
  await page.getByRole("button", { name: "Break", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("this component is broken");
  await page.getByRole("button", { name: "Track" }).click();
  await expect.poll(() => sink.names()).toEqual(["clicked"]);
  const errors = sink.ofKind("error");
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchObject({
    type: "TypeError",
    message: "this component is broken",
    mechanism: "react",
    handled: true,
  });
  expect(errors[0]?.props?.["componentStack"]).toMatch(/Broken[\s\S]*ErrorBoundary[\s\S]*App/);
  expect(String(errors[0]?.props?.["componentStack"]).length).toBeLessThanOrEqual(1_000);
  expect((await read(page)).caught).toBeGreaterThan(0);
});

test("a boundary tries again by its fallback, and by its keys", async ({ openApp }) => {
  const page = await openApp();
  const alert = page.getByRole("alert");
  await page.getByRole("button", { name: "Break", exact: true }).click();
  await expect(alert).toBeVisible();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(alert).toBeVisible();
  await page.getByRole("button", { name: "Mend" }).click();
  await expect(alert).toBeVisible();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("whole")).toBeVisible();

  await page.getByRole("button", { name: "Break", exact: true }).click();
  await expect(alert).toBeVisible();
  await page.getByRole("button", { name: "Mend" }).click();
  await page.getByRole("button", { name: "Go" }).click();
  await expect(page.getByText("whole")).toBeVisible();
});

test("what no boundary caught is told once as unhandled, and the page's own listeners still hear it", async ({
  openApp,
  sink,
}) => {
  const page = await openApp();
  await page.getByRole("button", { name: "Break all" }).click();
  await expect.poll(() => sink.ofKind("error")).toHaveLength(1);
  await expect.poll(async () => (await read(page)).heard.join()).toContain("this component is broken");
  await page.evaluate(() => window.client.track("after"));
  await expect.poll(() => sink.names()).toEqual(["after"]);
  expect(sink.ofKind("error")).toHaveLength(1);
  expect(sink.ofKind("error")[0]).toMatchObject({ mechanism: "react", handled: false });
});

test("what React got over is told as handled", async ({ openApp, sink }) => {
  await openApp("?hydrate");
  await expect.poll(() => sink.ofKind("error")).toHaveLength(1);
  expect(sink.ofKind("error")[0]).toMatchObject({ mechanism: "react", handled: true });
  expect(sink.ofKind("error")[0]?.message).toMatch(/hydrat/i);
});

test("a boundary lets Next's control flow through, and reports none of it", async ({ openApp, sink }) => {
  const page = await openApp();
  await page.getByRole("button", { name: "Redirect" }).click();
  await expect.poll(async () => (await read(page)).heard.join()).toContain("NEXT_REDIRECT");
  await expect(page.getByRole("alert")).toHaveCount(0);
  await page.evaluate(() => window.client.track("after"));
  await expect.poll(() => sink.names()).toEqual(["after"]);
  expect(sink.ofKind("error").filter(({ mechanism }) => mechanism === "react")).toEqual([]);
});
