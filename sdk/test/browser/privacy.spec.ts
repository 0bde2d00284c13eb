import { expect, test } from "./fixtures.ts";

test("scrubs what looks like an address, a card or a token, wherever it stands", async ({ open, sink, page }) => {
  await open("/users/jane@example.org/edit", { flushInterval: 50 });
  await page.evaluate(() => {
    document.title = "Mail of jane@example.org";
    window.client.track("paid", { card: "4111 1111 1111 1111", note: "token=abcdef123456", sum: 4111 });
    window.client.error(new Error("no rights for jane@example.org"));
    window.client.setProps({ tenant: "jane@example.org" });
    window.client.track("after");
  });
  await expect.poll(() => sink.names().sort()).toEqual(["after", "paid"]);
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
  const bodies = JSON.stringify(sink.received.map(({ batch }) => batch));
  for (const secret of ["jane@", "4111 1111", "abcdef123456"]) expect(bodies).not.toContain(secret);
  expect(sink.ofKind("custom").find(({ name }) => name === "paid")?.props).toEqual({
    card: "[redacted]",
    note: "token=[redacted]",
    sum: 4111,
  });
});

test("leaves ids alone, also where their digits look like a card", async ({ open, sink, page }) => {
  await open("/", { flushInterval: 50 });
  await page.evaluate(() => {
    window.client.identify("4111111111111111");
    window.client.track("one");
  });
  await expect.poll(() => sink.names()).toEqual(["one"]);
  expect(sink.received.at(-1)?.batch.context.userId).toBe("4111111111111111");
});

test("the ledger lists every body that left, as it left", async ({ open, sink, page }) => {
  await open("/", { flushInterval: 50 });
  await page.evaluate(() => window.client.track("bought", { plan: "pro" }));
  await expect.poll(() => sink.names()).toEqual(["bought"]);
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
  const entries = await page.evaluate(() => window.client.ledger());
  expect(entries.map(({ body }) => body)).toEqual(sink.received.map(({ batch }) => batch));
  expect(entries.map(({ via }) => via)).toEqual(entries.map(() => "fetch"));
  expect(entries[0]?.chars).toBeGreaterThan(100);
});

test("the ledger is empty where nothing left", async ({ open, page }) => {
  await open("/", { consent: "denied" });
  await page.evaluate(() => window.client.track("never"));
  expect(await page.evaluate(() => window.client.ledger())).toEqual([]);
});
