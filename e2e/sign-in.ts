import type { SpawnedStack } from "@perigee/local";
import { type BrowserContext, expect, type Page } from "@playwright/test";

/** A page of the dashboard with its owner signed in, at the project's home. */
export async function signIn(
  context: BrowserContext,
  { dashboardUrl, owner }: Pick<SpawnedStack["file"], "dashboardUrl" | "owner">,
): Promise<Page> {
  const dashboard = await context.newPage();
  await dashboard.goto(dashboardUrl);
  await dashboard.getByLabel("E-mail").fill(owner.email);
  await dashboard.getByLabel("Password").fill(owner.password);
  await dashboard.getByRole("button", { name: "Sign in" }).click();
  await expect(dashboard.getByRole("region", { name: "Top stats" })).toBeVisible();
  return dashboard;
}
