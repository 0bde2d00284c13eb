import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { signIn } from "./sign-in.ts";
import { test } from "./stack.ts";

/** What a project's owner changes is there after a reload, and what the API refuses stands at its field. */

async function openSettings(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
}

test("a quota that is changed is kept, and one that makes no sense is told at its field", async ({
  stack,
  context,
}) => {
  const page = await signIn(context, stack.file);
  await openSettings(page);
  const intake = page.getByRole("region", { name: "Intake" });
  const quota = intake.getByLabel("Events a minute");
  await quota.fill("0");
  await intake.getByRole("button", { name: "Save" }).click();
  await expect(intake.getByRole("alert")).toHaveText("must be 1 or more");
  await expect(quota).toBeFocused();
  await quota.fill("60000");
  await quota.press("Enter");
  await expect(intake.getByRole("status")).toContainText("Saved");
  await page.reload();
  await expect(quota).toHaveValue("60000");
  await quota.fill("");
  await quota.press("Enter");
  await expect(intake.getByRole("status")).toContainText("Saved");
  await page.reload();
  await expect(quota).toHaveValue("");
});

test("an origin that is none is refused at its field", async ({ stack, context }) => {
  const page = await signIn(context, stack.file);
  await openSettings(page);
  const general = page.getByRole("region", { name: "General" });
  const origins = general.getByLabel("Origins");
  const before = await origins.inputValue();
  await origins.fill(`${before}\nhttps://shop.example/path`);
  await general.getByRole("button", { name: "Save" }).click();
  await expect(general.getByRole("alert")).toContainText("must be an origin such as https://shop.example");
  await origins.fill(before);
  await general.getByRole("button", { name: "Save" }).click();
  await expect(general.getByRole("status")).toContainText("Saved");
});

test("a redaction rule is made and removed", async ({ stack, context }) => {
  const page = await signIn(context, stack.file);
  await openSettings(page);
  const redaction = page.getByRole("region", { name: "Redaction" });
  const save = async () => {
    await redaction.getByRole("button", { name: "Save" }).click();
    await expect(redaction.getByRole("status")).toContainText("Saved");
    await page.reload();
  };
  await redaction.getByRole("button", { name: "Add a rule" }).click();
  await redaction.getByRole("button", { name: "Save" }).click();
  await expect(redaction.getByRole("alert").first()).toBeVisible();
  await redaction.getByLabel("Name").fill("order-numbers");
  await redaction.getByLabel("Pattern").fill("SO-[A-Z0-9]{6}");
  await save();
  await expect(redaction.getByLabel("Pattern")).toHaveValue("SO-[A-Z0-9]{6}");
  await redaction.getByRole("button", { name: "Remove rule 1" }).click();
  await save();
  await expect(redaction.getByText("No rules of your own.")).toBeVisible();
});

test("a key is shown once, works, and is revoked", async ({ stack, context }) => {
  const page = await signIn(context, stack.file);
  await openSettings(page);
  const keys = page.getByRole("region", { name: "Keys" });
  await keys.getByLabel("Name of a new key").fill("For this test");
  await keys.getByLabel("Kind").selectOption("read");
  await keys.getByRole("button", { name: "Create a key" }).click();
  const secret = (await keys.getByText(/^rk_/).filter({ hasNotText: "…" }).textContent()) ?? "";
  const ask = () =>
    fetch(`${stack.file.apiUrl}/v1/query/live-visitors`, { headers: { authorization: `Bearer ${secret}` } });
  expect((await ask()).status).toBe(200);
  await page.reload();
  const row = keys.getByRole("listitem").filter({ hasText: "For this test" });
  await expect(row).toBeVisible();
  await expect(keys.getByText(secret)).toHaveCount(0);
  await row.getByRole("button", { name: "Revoke For this test" }).press("Enter");
  await row.getByRole("button", { name: "Revoke for good" }).press("Enter");
  await expect(row).toContainText("revoked");
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test("the settings have no violations of WCAG 2.2 AA", async ({ stack, context }) => {
      const page = await signIn(context, stack.file);
      await openSettings(page);
      await page.getByRole("button", { name: "Add a rule" }).click();
      await page.getByRole("button", { name: "Save" }).last().click();
      await expect(page.getByRole("list", { name: "Keys" })).toBeVisible();
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)).toEqual([]);
    });
  });
}
