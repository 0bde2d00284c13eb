import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { signIn } from "./sign-in.ts";
import { test } from "./stack.ts";

/** The sample data's services: whose they are is said here and kept, and each has a page that leads to its traces and its log lines. */

const servicesLink = (page: Page) =>
  page.getByRole("navigation", { name: "Project" }).getByRole("link", { name: "Services" });

async function openServices(page: Page): Promise<void> {
  await servicesLink(page).click();
  await expect(page.getByRole("heading", { name: "Services" })).toBeVisible();
}

const service = (page: Page, name: string) =>
  page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });

test("a service is found, its owner is said and kept, and its page shows how it does", async ({ stack, context }) => {
  const page = await signIn(context, stack.file);

  await test.step("find it by keyboard", async () => {
    await page.getByRole("button", { name: /^Time range/ }).press("f");
    // The range goes along from page to page.
    await expect(servicesLink(page)).toHaveAttribute("href", /period=30d/);
    await openServices(page);
    await expect(page).toHaveURL(/period=30d/);
    await expect(service(page, "payments")).toContainText("Payments");
    await page.keyboard.press("/");
    await page.keyboard.type("SHOP-A");
    await expect(service(page, "payments")).toHaveCount(0);
    await expect(service(page, "shop-api")).toContainText("production");
  });

  await test.step("say whose it is", async () => {
    await page.getByRole("button", { name: "Edit shop-api" }).click();
    const dialog = page.getByRole("dialog", { name: "Edit shop-api" });
    await dialog.getByLabel("Owner team").fill("Checkout");
    await dialog.getByLabel("Tier").selectOption("1");
    await dialog.getByRole("button", { name: "Add a link" }).click();
    await dialog.getByLabel("Title").fill("Runbook");
    await dialog.getByLabel("Address").fill("javascript:alert(1)");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog.getByRole("alert")).toHaveText("must be an http(s) URL");
    await expect(dialog.getByLabel("Address")).toBeFocused();
    await dialog.getByLabel("Address").fill("https://wiki.example/shop-api");
    await dialog.getByLabel("Address").press("Enter");
    await expect(dialog).toHaveCount(0);
    await expect(service(page, "shop-api")).toContainText("Checkout");
    await page.reload();
    await expect(service(page, "shop-api")).toContainText("Checkout");
  });

  await test.step("open it and look at one operation", async () => {
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "shop-api" })).toBeVisible();
    await expect(page.getByText("Checkout", { exact: true })).toBeVisible();
    await expect(page.getByRole("link", { name: "Runbook" })).toHaveAttribute("href", "https://wiki.example/shop-api");
    const over = page.getByRole("region", { name: "Requests per second" });
    const requests = over.getByText(/^[\d\s]+ requests$/);
    await expect(requests).toBeVisible();
    const all = await requests.textContent();
    const operation = page.getByRole("button", { name: "GET /api/products", exact: true });
    await operation.click();
    await expect(operation).toHaveAttribute("aria-pressed", "true");
    await expect(requests).not.toHaveText(all ?? "");
    await page.goBack();
    await expect(requests).toHaveText(all ?? "");
  });

  await test.step("from there to traces and log lines", async () => {
    for (const name of ["Slowest spans", "Failed spans"]) {
      const first = page.getByRole("region", { name }).getByRole("link").first();
      await expect(first).toHaveAttribute("href", new RegExp(`^/${stack.file.project.slug}/traces/[0-9a-f]{32}$`));
    }
    const lines = page.getByRole("region", { name: "Warnings and errors" });
    await expect(lines.getByText(/^request (failed|refused)/).first()).toBeVisible();
    await expect(lines.getByRole("link", { name: "All log lines" })).toHaveAttribute(
      "href",
      /\/logs\?.*service=shop-api/,
    );
  });

  await test.step("while one that nobody heard of is told to be none", async () => {
    await page.goto(`${stack.file.dashboardUrl}/${stack.file.project.slug}/services/no%2Fsuch%20one`);
    await expect(page.getByText("has not heard of a service called no/such one")).toBeVisible();
  });
});

test("services have no violations of WCAG 2.2 AA", async ({ stack, context }) => {
  const page = await signIn(context, stack.file);
  await openServices(page);
  await expect(service(page, "shop-api")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Edit shop-api" }).click();
  await page.getByRole("button", { name: "Add a link" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Cancel" }).click();
  await service(page, "shop-api").getByRole("link").click();
  await expect(page.getByRole("region", { name: "Slowest spans" }).getByRole("link").first()).toBeVisible();
  await page.getByRole("button", { name: "GET /api/products", exact: true }).click();
  expect(await violations(page)).toEqual([]);
});

/** All rules in light; in dark, which the page follows without being loaded again, those of colours. */
async function violations(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]);
  const inLight = await look(page, "light", axe);
  const inDark = await look(page, "dark", new AxeBuilder({ page }).withRules("color-contrast"));
  return [...inLight, ...inDark];
}

async function look(page: Page, colorScheme: "light" | "dark", axe: AxeBuilder): Promise<string[]> {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme);
  const { violations: found } = await axe.analyze();
  return found.map(({ id, nodes }) => `${colorScheme}, ${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}
