import { randomBytes } from "node:crypto";
import type { SpawnedStack } from "@perigee/local";
import { expect } from "@playwright/test";
import { signIn } from "./sign-in.ts";
import { test } from "./stack.ts";

/** One visit of ten is kept, and its page fetched five others ahead: what the dashboard says of both. */

const ahead = ["/a", "/b", "/a", "/c", "/d"];

test("figures of a sampled site are said to be estimated, and from how many visits", async ({ stack, context }) => {
  await sendVisit(stack.file);
  const dashboard = await signIn(context, stack.file);
  const home = `${stack.file.dashboardUrl}/${stack.file.project.slug}?period=today`;
  await expect(async () => {
    await dashboard.goto(`${home}&filter=environment:is:sampled`);
    const traffic = dashboard.getByRole("region", { name: "Traffic" });
    await expect(traffic).toContainText(/Estimated from \d of \d0 visits \(10\s%\)/, { timeout: 3_000 });
  }).toPass();
  await dashboard.goto(`${home}&filter=environment:is:production`);
  await expect(dashboard.getByRole("button", { name: /^Visits/ })).toHaveAttribute("data-value", /^\d+$/);
  await expect(dashboard.getByText("Estimated from")).toHaveCount(0);
});

test("requests that are alike share a row of the timeline, which the keyboard opens", async ({ stack, context }) => {
  const sessionId = await sendVisit(stack.file);
  const dashboard = await signIn(context, stack.file);
  const requests = dashboard.getByRole("list", { name: "Timeline" }).locator('li[data-kind="request"]');
  const opener = dashboard.getByRole("button", { name: "5 requests" });
  await expect(async () => {
    await dashboard.goto(`${stack.file.dashboardUrl}/${stack.file.project.slug}/sessions/${sessionId}`);
    await expect(opener).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await expect(requests).toHaveCount(1);
  await expect(requests).toContainText("/a, /b, /c and 1 other path");
  await opener.press("Enter");
  await expect(opener).toHaveAttribute("aria-expanded", "true");
  await expect(dashboard.getByRole("list", { name: "5 requests" }).getByRole("listitem")).toHaveCount(5);
  await opener.press("Enter");
  await expect(requests).toHaveCount(1);
});

/** Answers the id of a new visit, a page view and its requests, which stands for ten. */
async function sendVisit({ ingestUrl, publicKey, demoUrl }: SpawnedStack["file"]): Promise<string> {
  const time = Date.now();
  const sessionId = uuidv7(time);
  const common = { url: "https://shop.example/", weight: 10 };
  const events = [
    { kind: "pageview", navigationType: "navigate" },
    ...ahead.map((path) => ({
      kind: "request",
      method: "GET",
      target: `https://shop.example${path}`,
      status: 200,
      durationMs: 20,
    })),
  ].map((event, index) => ({ ...common, ...event, time: time + index, id: uuidv7(time), seq: index + 1 }));
  const context = { sessionId, environment: "sampled" };
  const response = await fetch(`${ingestUrl}/v1/events?key=${publicKey}`, {
    method: "POST",
    headers: { "content-type": "text/plain", origin: demoUrl },
    body: JSON.stringify({ id: uuidv7(time), sentAt: time, context, events }),
  });
  expect(await response.json()).toMatchObject({ accepted: events.length, rejected: [] });
  return sessionId;
}

function uuidv7(epochMs: number): string {
  const digits = `${epochMs.toString(16).padStart(12, "0")}7${randomBytes(10).toString("hex").slice(1)}`;
  return digits.replace(/^(.{8})(.{4})(.{4}).(.{3})(.{12})$/, "$1-$2-$3-8$4-$5");
}
