import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { test } from "./stack.ts";

/** WCAG 2.2 AA by axe-core, on the pages that people use most, light and dark. */

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test("the dashboard's home and sign-in have no violations", async ({ stack, page }) => {
      const { dashboardUrl, owner, project } = stack.file;
      await page.goto(`${dashboardUrl}/${project.slug}`);
      await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.getByLabel("E-mail").fill(owner.email);
      await page.getByLabel("Password").fill(owner.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByRole("region", { name: "Visits" }).getByRole("link").first()).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test("the shop's product list and product have no violations", async ({ stack, page }) => {
      await page.goto(`${stack.file.demoUrl}/products`);
      await expect(page.getByRole("link", { name: /Lark 60/ }).first()).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page
        .getByRole("link", { name: /Lark 60/ })
        .first()
        .click();
      await expect(page.getByRole("button", { name: "Add to cart" })).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });
  });
}
