import { expect, test } from "./fixtures.ts";

test("a second init returns the running client", async ({ open, page }) => {
  await open("/");
  const same = await page.evaluate(() => {
    const { init } = window as unknown as { init: (options: object) => unknown };
    return init({}) === window.client;
  });
  expect(same).toBe(true);
});

test("stop sends what waits and takes everything off the page", async ({ open, sink, page }) => {
  await open("/", { flushInterval: 60_000 });
  await page.evaluate(() => {
    window.client.track("before");
    window.client.stop();
    window.client.track("after");
    history.pushState({}, "", "/elsewhere");
    setTimeout(() => {
      throw new Error("after");
    });
  });
  await page.click("#leave");
  await page.waitForURL("**/leave.html");
  await expect.poll(() => sink.names()).toEqual(["before"]);
  expect(sink.ofKind("error")).toEqual([]);
  expect(sink.received).toHaveLength(1);
});

test("a faulty start is one clear line and a client that does nothing", async ({ open, sink, page }) => {
  const warnings: string[] = [];
  page.on("console", (message) => warnings.push(message.text()));
  await open("/", { apiKey: "" });
  await page.evaluate(() => window.client.track("nothing"));
  expect(warnings.join()).toContain("not started");
  expect(sink.received).toEqual([]);
});

test("persistence `memory` stores nothing", async ({ open, sink, page }) => {
  await open("/");
  await expect.poll(() => sink.received.length).toBeGreaterThan(0);
  await page.click("#leave");
  await page.waitForURL("**/leave.html");
  const stored = await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]);
  expect(stored).toEqual(["", 0, 0]);
  expect(await page.context().cookies()).toEqual([]);
});

for (const persistence of ["session", "local"] as const) {
  test(`persistence \`${persistence}\` keeps the session over page loads`, async ({ open, sink, page }) => {
    await open("/?utm_source=news", { persistence });
    await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
    await page.goto(`${page.url().split("?")[0]}second`);
    await expect.poll(() => sink.ofKind("pageview")).toHaveLength(2);
    const contexts = sink.received.map(({ batch }) => batch.context);
    expect(new Set(contexts.map(({ sessionId }) => sessionId)).size).toBe(1);
    for (const { entryUrl } of contexts) expect(new URL(`${entryUrl}`).search).toBe("?utm_source=news");
    const visitors = new Set(contexts.map(({ visitorId }) => visitorId));
    expect(visitors).toEqual(new Set([persistence === "local" ? expect.any(String) : undefined]));
    const numbers = sink.events().map(({ seq }) => seq);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
}

test("half an hour without activity ends the session", async ({ page, open, sink }) => {
  await page.clock.install({ time: new Date("2026-11-22T10:00:00Z") });
  await open("/?utm_source=news", { flushInterval: 100 });
  await page.clock.runFor(1_000);
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
  await page.clock.fastForward(31 * 60_000);
  await page.evaluate(() => window.client.track("back"));
  await page.clock.runFor(1_000);
  await expect.poll(() => sink.names()).toEqual(["back"]);
  const [first, second] = [sink.received[0], sink.received.at(-1)];
  expect(second?.batch.context.sessionId).not.toBe(first?.batch.context.sessionId);
  expect(second?.batch.context.entryUrl).toBeUndefined();
  expect(sink.ofKind("custom")[0]?.seq).toBe(1);
});

test("lives in memory where storage is denied", async ({ page, open, sink }) => {
  await page.addInitScript(() =>
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    }),
  );
  await open("/", { persistence: "local" });
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
});
