import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SpawnedStack } from "@perigee/local";
import { expect } from "@playwright/test";
import { test } from "./stack.ts";

/** What Plausible's tracker sent, by two visitors one of whom leaves at once: the figures that the dashboard reads of them. */

const recorded: { headers: Record<string, string>; body: string }[] = JSON.parse(
  readFileSync(join(import.meta.dirname, "../packages/doors/test/fixtures/plausible-tracker.json"), "utf8"),
);
const host = "plausible.example";

test("a site with Plausible's tracker has visitors, visits, bounces and entry pages", async ({ stack }) => {
  const { file } = stack;
  await send(file, recorded, "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36");
  await send(file, recorded.slice(0, 1), "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
  await expect
    .poll(() => ask(file, "overview"))
    .toMatchObject([{ visitors: 2, pageviews: 3, sessions: 2, bounceRate: 0.5, viewsPerSession: 1.5 }]);
  const pages = await ask(file, "breakdown", { dimension: "entry_page" });
  expect(pages).toMatchObject([{ value: "/cart", visitors: 2, sessions: 2 }]);
  expect(await ask(file, "breakdown", { dimension: "exit_page" })).toMatchObject([
    { value: "/thanks", sessions: 1 },
    { value: "/cart", sessions: 1 },
  ]);
  expect(await ask(file, "breakdown", { dimension: "utm_source" })).toMatchObject([{ value: "news", sessions: 2 }]);
});

async function send(
  { ingestUrl, publicKey, demoUrl }: SpawnedStack["file"],
  requests: typeof recorded,
  userAgent: string,
): Promise<void> {
  for (const { headers, body } of requests) {
    const response = await fetch(`${ingestUrl}/api/event?key=${publicKey}`, {
      method: "POST",
      headers: { ...headers, origin: demoUrl, "user-agent": userAgent },
      body: body.replaceAll("http://localhost:8788", `https://${host}`),
    });
    expect(response.status).toBe(202);
  }
}

async function ask({ apiUrl, readKey }: SpawnedStack["file"], query: string, params: Record<string, string> = {}) {
  const day = 86_400_000;
  const range = { from: String(Date.now() - day), to: String(Date.now() + day), filter: `host:is:${host}` };
  const search = new URLSearchParams({ ...range, ...params });
  const response = await fetch(`${apiUrl}/v1/query/${query}?${search}`, {
    headers: { authorization: `Bearer ${readKey}` },
  });
  const answer = (await response.json()) as { rows: unknown[] };
  return answer.rows;
}
