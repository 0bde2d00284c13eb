import { createHash } from "node:crypto";
import type { Page } from "@playwright/test";
import { snippet } from "../../src/snippet.ts";
import { test as base, expect } from "./fixtures.ts";
import { startTagHost, type TagHost } from "./tag-host.ts";

const test = base.extend<{ host: TagHost; tag: (attributes?: string) => string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's dependencies off this pattern.
  host: async ({}, use) => {
    const host = await startTagHost();
    await use(host);
    host.stop();
  },
  tag: async ({ host, sink }, use) => {
    const options = `data-key="pk_test" data-endpoint="${sink.url}" data-flush-interval="200"`;
    await use((more = "") => `<script async src="${host.scriptOrigin}/s/0.1.0.js" ${options} ${more}></script>`);
  },
});

type Global = Window & { perigee: typeof window.client };

const inline = `<script>${snippet}</script>`;

/** What the page complains of. */
function complaints(page: Page): string[] {
  const said: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") said.push(message.text());
  });
  page.on("pageerror", ({ message }) => said.push(message));
  return said;
}

test("starts by its own element, and does what the page asked before it was there", async ({ page, site, sink }) => {
  await page.goto(`${site}/script-tag.html?page=2&token=1`);
  await expect.poll(() => sink.names()).toEqual(["early"]);
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
  expect(sink.ofKind("error")).toHaveLength(1);
  expect(sink.ofKind("error")[0]).toMatchObject({ message: "early", mechanism: "manual" });
  expect(sink.received[0]?.batch.context.release).toBe("1.2.3");
  expect(sink.ofKind("pageview")[0]?.url).toBe(`${site}/script-tag.html?page=2`);
  const exposed = await page.evaluate(() => {
    const { perigee, held } = window as unknown as Global & { held: typeof window.client };
    perigee.track("later");
    held.track("by the old object");
    perigee.flush();
    return perigee.sessionId;
  });
  expect(exposed).toBe(sink.received[0]?.batch.context.sessionId);
  await expect.poll(() => sink.names()).toEqual(["early", "later", "by the old object"]);
});

test("tells early errors at their time and by their mechanism, each once, and later ones too", async ({
  page,
  host,
  sink,
  tag,
}) => {
  const early = `<script>
    Promise.reject(new TypeError("early rejection"));
    throw new RangeError("early throw");
  </script>`;
  host.serve({ head: inline + early + tag() });
  const release = host.hold();
  await page.goto(host.pageUrl, { waitUntil: "commit" });
  const queued = () => page.evaluate(() => (window as unknown as { perigee?: unknown[] }).perigee?.length);
  await expect.poll(queued).toBe(2);
  const heldFrom = await page.evaluate(() => Date.now());
  await expect.poll(() => page.evaluate(() => Date.now())).toBeGreaterThan(heldFrom + 50);
  release();
  await expect.poll(() => sink.ofKind("error")).toHaveLength(2);
  const errors = Object.fromEntries(sink.ofKind("error").map((error) => [error.mechanism, error]));
  expect(errors["onerror"]).toMatchObject({ type: "RangeError", message: "early throw" });
  expect(errors["onunhandledrejection"]).toMatchObject({ type: "TypeError", message: "early rejection" });
  for (const { time } of sink.ofKind("error")) expect(time).toBeLessThanOrEqual(heldFrom);
  await page.evaluate(() => {
    setTimeout(() => {
      throw new Error("late throw");
    });
  });
  await expect.poll(() => sink.ofKind("error").map(({ message }) => message)).toContain("late throw");
  expect(sink.ofKind("error")).toHaveLength(3);
});

test("without a key it waits for init, by a queued call or a later one", async ({ page, host, sink }) => {
  const options = { apiKey: "pk_test", endpoint: sink.url, flushInterval: 100 };
  const bare = `<script async src="${host.scriptOrigin}/s/0.1.0.js"></script>`;
  const ask = `<script>perigee.track("one"); perigee.init(${JSON.stringify(options)})</script>`;
  host.serve({ head: inline + ask + bare });
  await page.goto(host.pageUrl);
  await expect.poll(() => sink.names()).toEqual(["one"]);
  host.serve({ head: `${inline}<script>perigee.track("two")</script>${bare}` });
  await page.goto(host.pageUrl);
  await page.evaluate((given) => {
    const { perigee } = window as unknown as { perigee: { track(name: string): void; init(options: object): void } };
    perigee.track("three");
    perigee.init(given);
  }, options);
  await expect.poll(() => sink.names()).toEqual(["one", "two", "three"]);
});

test("runs from another origin when its integrity is right", async ({ page, host, sink, tag }) => {
  const said = complaints(page);
  host.serve({ head: inline + tag(`integrity="${host.integrity}" crossorigin`) });
  await page.goto(host.pageUrl);
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
  expect(said).toEqual([]);
});

test("is refused when its integrity is wrong, and the page goes on", async ({ page, host, sink, tag }) => {
  const said = complaints(page);
  const wrong = `sha384-${createHash("sha384").update("other").digest("base64")}`;
  host.serve({ head: inline + tag(`integrity="${wrong}" crossorigin`) });
  await page.goto(host.pageUrl);
  await expect.poll(() => said.join()).toContain("integrity");
  await page.evaluate(() => (window as unknown as Global).perigee.track("kept"));
  await expect(page.locator("h1")).toHaveText("Page");
  expect(sink.received).toEqual([]);
});

test("a blocked script costs the page nothing: calls do nothing, and the queue has an end", async ({
  page,
  host,
  sink,
  tag,
}) => {
  const thrown: Error[] = [];
  page.on("pageerror", (error) => thrown.push(error));
  host.serve({ head: inline + tag() });
  await page.route("**/s/*.js", (route) => route.abort("blockedbyclient"));
  await page.goto(host.pageUrl);
  const kept = await page.evaluate(() => {
    const { perigee } = window as unknown as { perigee: Global["perigee"] & unknown[] };
    for (let index = 0; index < 1_000; index++) perigee.track("event", { index });
    perigee.identify("visitor");
    return perigee.length;
  });
  expect(kept).toBe(100);
  expect(thrown).toEqual([]);
  expect(sink.received).toEqual([]);
});

const trusted = "img-src data:; require-trusted-types-for 'script'; trusted-types 'none'";

test("works under a strict policy that names the snippet's hash, with trusted types", async ({
  page,
  host,
  sink,
  tag,
}) => {
  const said = complaints(page);
  const hash = createHash("sha256").update(snippet).digest("base64");
  const sources = `default-src 'none'; script-src 'sha256-${hash}' ${host.scriptOrigin}; connect-src ${sink.url}`;
  host.serve({ head: inline + tag(), policy: `${sources}; ${trusted}` });
  await page.goto(host.pageUrl);
  await page.evaluate(() => (window as unknown as Global).perigee.track("asked"));
  await expect.poll(() => sink.names()).toEqual(["asked"]);
  await page.goto("about:blank");
  await expect.poll(() => sink.ofKind("vital").map(({ metric }) => metric)).toContain("LCP");
  expect(said).toEqual([]);
});

test("works under a strict policy with a nonce", async ({ page, host, sink, tag }) => {
  const said = complaints(page);
  const sources = `default-src 'none'; script-src 'nonce-n1' 'strict-dynamic'; connect-src ${sink.url}`;
  host.serve({ head: `<script nonce="n1">${snippet}</script>${tag('nonce="n1"')}`, policy: `${sources}; ${trusted}` });
  await page.goto(host.pageUrl);
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
  expect(said).toEqual([]);
});

test("works under a strict policy without the snippet", async ({ page, site, sink }) => {
  const said = complaints(page);
  await page.goto(`${site}/csp.html`);
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
  await page.goto("about:blank");
  await expect.poll(() => sink.ofKind("vital").map(({ metric }) => metric)).toContain("LCP");
  expect(said.filter((text) => !text.includes("404"))).toEqual([]);
});

test("leaves no cookie and nothing stored, and makes no worker and no blob", async ({ page, host, sink, tag }) => {
  await page.addInitScript(() => {
    const used: string[] = [];
    Object.assign(window, { used });
    URL.createObjectURL = () => {
      used.push("blob");
      return "";
    };
    for (const name of ["Worker", "SharedWorker"] as const) {
      Object.assign(window, { [name]: () => void used.push(name) });
    }
  });
  host.serve({ head: inline + tag() });
  await page.goto(host.pageUrl);
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
  const left = await page.evaluate(async () => ({
    cookies: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    used: (window as unknown as { used: string[] }).used,
  }));
  expect(left).toEqual({ cookies: "", local: 0, session: 0, databases: 0, used: [] });
});
