import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { test as base, expect } from "./fixtures.ts";
import { startTagHost } from "./tag-host.ts";

type Forwarded = { path: string; headers: IncomingHttpHeaders };
type FirstParty = { url: string; forwarded: Forwarded[] };

/** A site that forwards `/telemetry/` as docs/first-party.md says: events to ingest, the script from it, no cookies. */
const test = base.extend<{ firstParty: FirstParty }>({
  firstParty: async ({ sink, site }, use) => {
    const host = await startTagHost();
    host.serve({
      head: `<script async src="/telemetry/s/latest.js" data-key="pk_test" data-flush-interval="200"></script>`,
    });
    const forwarded: Forwarded[] = [];
    const targetOf = (path: string) => {
      if (path.startsWith("/telemetry/s/")) return host.scriptOrigin + path.slice("/telemetry".length);
      if (path.startsWith("/telemetry/")) return sink.url + path.slice("/telemetry".length);
      return path === "/tagged" ? host.pageUrl : site + path;
    };
    const proxy = createServer(async (request, response) => {
      const { url: path = "/", method = "GET", headers } = request;
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      if (path.startsWith("/telemetry/")) forwarded.push({ path, headers });
      const answer = await fetch(targetOf(path), {
        method,
        headers: {
          ...(headers["content-type"] && { "content-type": headers["content-type"] }),
          origin: headers.origin ?? "",
        },
        ...(method === "POST" && { body: Buffer.concat(parts) }),
      });
      const type = answer.headers.get("content-type") ?? "";
      response.writeHead(answer.status, { "content-type": type }).end(Buffer.from(await answer.arrayBuffer()));
    });
    await new Promise<void>((resolve) => proxy.listen(0, resolve));
    await use({ url: `http://localhost:${(proxy.address() as AddressInfo).port}`, forwarded });
    proxy.closeAllConnections();
    proxy.close();
    host.stop();
  },
});

test("everything goes to a path of the site, by its own origin and without cookies", async ({
  page,
  firstParty,
  sink,
}) => {
  const origins = new Set<string>();
  page.on("request", (request) => origins.add(new URL(request.url()).protocol + new URL(request.url()).host));
  await page.addInitScript(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the store for cookies is there for https alone.
    document.cookie = "login=secret";
    window.sdkOptions = { endpoint: "/telemetry" };
  });
  await page.goto(firstParty.url);
  await page.evaluate(() => {
    for (let index = 0; index < 30; index++) window.client.track("step", { index });
  });
  await expect.poll(() => sink.names()).toHaveLength(30);
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
  expect(sink.received.some(({ gzip }) => gzip)).toBe(true);
  expect([...origins].filter((origin) => origin.startsWith("http"))).toEqual([firstParty.url.replace("//", "")]);
  for (const { path, headers } of firstParty.forwarded) {
    expect(path).toMatch(/^\/telemetry\/v1\/events\?key=pk_test/);
    expect(headers.origin).toBe(firstParty.url);
    expect(headers.cookie).toBeUndefined();
  }
});

test("the last event before the page is left goes the same way", async ({ page, firstParty, sink }) => {
  await page.addInitScript(() => {
    window.sdkOptions = { endpoint: "/telemetry", flushInterval: 60_000 };
  });
  await page.goto(firstParty.url);
  await page.evaluate(() => {
    window.client.track("last");
    location.href = "/leave.html";
  });
  await expect.poll(() => sink.names()).toEqual(["last"]);
});

test("a script tag from that path sends there without being told", async ({ page, firstParty, sink }) => {
  await page.goto(`${firstParty.url}/tagged`);
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
  expect(firstParty.forwarded.map(({ path }) => path.split("?")[0])).toContain("/telemetry/v1/events");
});
