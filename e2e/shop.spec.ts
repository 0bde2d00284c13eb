import { expect, type Page } from "@playwright/test";
import { test } from "./stack.ts";

/** What the shop's drawer remembers of each event, as it left. */
type Sent = { kind: string; route?: string; mechanism?: string; handled?: boolean; message?: string; key?: string };

const sent = (page: Page): Promise<Sent[]> =>
  page.evaluate(() => JSON.parse(sessionStorage.getItem("small-orbit.sent") ?? "[]") as Sent[]);

const routes = async (page: Page): Promise<(string | undefined)[]> =>
  (await sent(page))
    .filter(({ kind }) => kind === "pageview")
    .map(({ route }) => route)
    .reverse();

test("every view of the shop carries its route pattern, the first one too", async ({ stack, page }) => {
  await page.goto(`${stack.file.demoUrl}/product/lark-60`);
  await expect.poll(() => routes(page)).toEqual(["/product/[id]"]);
  await page.getByRole("link", { name: "All goods" }).first().click();
  await expect.poll(() => routes(page)).toEqual(["/product/[id]", "/products"]);
  await page.goto(`${stack.file.demoUrl}/no/such/page`);
  await expect.poll(() => routes(page)).toEqual(["/product/[id]", "/products", "/_not-found"]);
  await expect.poll(async () => (await sent(page)).filter(({ kind }) => kind === "flag").length).toBeGreaterThan(0);
});

test("what an error boundary of the shop catches is reported once", async ({ stack, page }) => {
  await page.goto(stack.file.demoUrl);
  await page.getByRole("button", { name: /What Perigee sent/ }).click();
  await page.getByRole("button", { name: "Break this button" }).click();
  await expect(page.getByRole("button", { name: /Mend it/ })).toBeVisible();
  const errors = async () => (await sent(page)).filter(({ message }) => message?.includes("the dial has no numbers"));
  await expect.poll(errors).toHaveLength(1);
  expect((await errors())[0]).toMatchObject({ mechanism: "react", handled: true });
  await page.getByRole("button", { name: /Mend it/ }).click();
  await expect(page.getByRole("button", { name: "Break this button" })).toBeVisible();
});
