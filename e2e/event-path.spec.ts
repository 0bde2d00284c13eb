import { type BrowserContext, expect, type Page } from "@playwright/test";
import { signIn } from "./sign-in.ts";
import { test } from "./stack.ts";

/** The walk of ARCHITECTURE.md: a visit to the shop in a real browser, seen on the dashboard in the same browser. */

const trouble = "Trouble: the declination is beyond 90 degrees";
/** Sample data is of production, the shop of these tests says `demo`, and of its visits only this one buys. */
const onlyThisVisit = "period=today&filter=environment:is:demo&filter=event:is:purchase";

test("a visit, its vitals, its purchase and its error show on the dashboard", async ({ stack, context }) => {
  const visitUrl = await test.step("visit the shop, buy something, meet an error, leave", () =>
    visitShop(context, stack.file.demoUrl));
  const dashboard = await test.step("sign in", () => signIn(context, stack.file));

  await test.step("the visit's timeline holds every kind of event in order", async () => {
    const timeline = dashboard.getByRole("list", { name: "Timeline" });
    const entries = (kind: string) => timeline.locator(`li[data-kind="${kind}"]`);
    await untilShown(dashboard, visitUrl, entries("custom").filter({ hasText: "purchase" }));
    await expect(entries("pageview").first()).toContainText("/");
    for (const path of ["/products", "/product/lark-60", "/cart", "/checkout"]) {
      await expect(entries("pageview").filter({ hasText: path }).first()).toBeVisible();
    }
    await expect(entries("custom").filter({ hasText: "add_to_cart" })).toBeVisible();
    await expect(entries("error").filter({ hasText: trouble })).toBeVisible();
    await expect(entries("vital").filter({ hasText: "LCP" }).first()).toBeVisible();
    await expect(entries("engagement").first()).toBeVisible();
    await expect(entries("navigation").first()).toBeVisible();
    await expect(entries("flag").first()).toBeVisible();
  });

  await test.step("a click leads to the request and to the error that it caused", async () => {
    const timeline = dashboard.getByRole("list", { name: "Timeline" });
    const request = timeline.locator('li[data-kind="request"]').filter({ hasText: "/api/trouble" });
    await expect(request).toContainText("503");
    await request.getByRole("button").click();
    await expect(dashboard.getByRole("status").filter({ hasText: "trace" })).toBeVisible();
    await expect(timeline.locator('li[data-kind="interaction"] [aria-pressed="true"]')).toHaveCount(1);
    await expect(timeline.locator('li[data-kind="interaction"]').filter({ hasText: "Led to an error" })).toHaveCount(1);
    await dashboard.keyboard.press("Escape");
  });

  await test.step("and to the back end's spans, its SQL and its log line, by the stock OpenTelemetry SDK", async () => {
    const order = dashboard.locator('li[data-kind="request"]').filter({ hasText: "/api/orders" });
    const lines = dashboard.getByRole("list", { name: "Spans and log records" });
    // The back end's SDK sends what it has every second.
    await expect(async () => {
      await dashboard.goto(visitUrl);
      await order.getByRole("button").click();
      await dashboard
        .getByRole("button", { name: /^Back end: 4 spans of 1 service, 1 log record/ })
        .click({ timeout: 3_000 });
    }).toPass({ timeout: 30_000 });
    for (const name of ["POST /orders", "INSERT stock", "charge card", "INSERT orders"]) {
      await expect(lines.getByText(name)).toBeVisible();
    }
    await expect(lines.getByText(/^order SO-\w+ placed$/)).toBeVisible();
  });

  await test.step("the home page counts it", async () => {
    const home = `${stack.file.dashboardUrl}/${stack.file.project.slug}?${onlyThisVisit}`;
    await untilShown(dashboard, home, dashboard.getByText(trouble).first());
    const stats = dashboard.getByRole("region", { name: "Top stats" });
    await expect(stats.getByRole("button", { name: /^Unique visitors/ })).toHaveAttribute("data-value", "1");
    await expect(stats.getByRole("button", { name: /^Visits/ })).toHaveAttribute("data-value", "1");
    await expect(dashboard.getByRole("region", { name: "Pages" }).getByText("/checkout").first()).toBeVisible();
    await expect(dashboard.getByRole("region", { name: "Web Vitals" }).getByText("LCP").first()).toBeVisible();
    await expect(dashboard.getByRole("region", { name: "Events" }).getByText("purchase")).toBeVisible();
  });
});

test("a wrong password does not open the dashboard, and says so", async ({ stack, page }) => {
  await page.goto(`${stack.file.dashboardUrl}/${stack.file.project.slug}`);
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("E-mail").fill(stack.file.owner.email);
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "wrong" })).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);
});

/** Answers the address of this visit in the dashboard, as the shop's own panel gives it. */
async function visitShop(context: BrowserContext, demoUrl: string): Promise<string> {
  const shop = await context.newPage();
  await shop.goto(demoUrl);
  await shop.getByRole("link", { name: "All goods" }).first().click();
  // The front page shows this telescope too: only what stands on the list is clicked.
  await expect(shop.getByRole("combobox", { name: "Sort" })).toBeVisible();
  await shop
    .getByRole("link", { name: /Lark 60/ })
    .first()
    .click();
  await shop.getByRole("button", { name: "Add to cart" }).click();
  await shop.getByRole("link", { name: "View cart" }).click();
  await shop.getByRole("link", { name: "Go to checkout" }).click();
  await fillCheckout(shop);
  await shop.getByRole("button", { name: "Place order" }).click();
  await expect(shop.getByRole("heading", { name: "Thank you" })).toBeVisible();
  await shop.getByRole("button", { name: /What Perigee sent/ }).click();
  await shop.getByRole("button", { name: "Failing request" }).click();
  await shop.getByRole("button", { name: "Throw an error" }).click();
  const visitUrl = await shop.getByRole("link", { name: "This visit in the dashboard" }).getAttribute("href");
  await shop.goto("about:blank");
  await shop.close();
  return visitUrl ?? "";
}

async function fillCheckout(shop: Page): Promise<void> {
  const fields = {
    Name: "Ada Byron",
    "E-mail": "ada@example.test",
    "Street and number": "12 St James's Square",
    Postcode: "SW1Y 4JH",
    "Town or city": "London",
  };
  for (const [name, value] of Object.entries(fields)) await shop.getByRole("textbox", { name }).fill(value);
}

/** Opens the page until it shows what must arrive: events take up to a second from the browser to a query. */
async function untilShown(page: Page, url: string, wanted: ReturnType<Page["getByText"]>): Promise<void> {
  await expect(async () => {
    await page.goto(url);
    await expect(wanted).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 30_000 });
}
