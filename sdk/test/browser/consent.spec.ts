import { expect, expectNothingBefore, test } from "./fixtures.ts";

test("pending keeps events back, and granted lets them go", async ({ open, sink, page }) => {
  await open("/", { consent: "pending", flushInterval: 50, persistence: "local" });
  await page.evaluate(() => {
    window.client.track("early");
    window.client.flush();
  });
  await expectNothingBefore(page, sink);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await page.evaluate(() => window.client.setConsent("granted"));
  await expect.poll(() => sink.names()).toEqual(["last word", "early"]);
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
  expect(await page.evaluate(() => localStorage.length)).toBe(1);
});

test("pending tells nothing when the page is left, either", async ({ open, sink, page }) => {
  await open("/", { consent: "pending" });
  await page.evaluate(() => window.client.track("early"));
  await page.click("#leave");
  await page.waitForURL("**/leave.html");
  await expectNothingBefore(page, sink);
});

test("denied records nothing, and granting it later tells of the view on the screen", async ({ open, sink, page }) => {
  await open("/", { consent: "denied", flushInterval: 50 });
  await page.evaluate(() => window.client.track("never"));
  await page.evaluate(() => window.client.setConsent("granted"));
  await page.evaluate(() => window.client.track("since"));
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
  await expect.poll(() => sink.names()).toEqual(["since"]);
});

test("consent that is taken back drops what waits, clears what was stored and forgets who it was", async ({
  open,
  sink,
  page,
}) => {
  await open("/", { flushInterval: 60_000, persistence: "local" });
  await page.evaluate(() => {
    window.client.identify("42");
    window.client.track("before");
    window.client.flush();
  });
  await expect.poll(() => sink.names()).toEqual(["before"]);
  const [first] = sink.received;
  expect(await page.evaluate(() => localStorage.length)).toBe(1);
  const after = await page.evaluate(() => {
    window.client.track("waiting");
    window.client.setConsent("denied");
    window.client.track("denied");
    return localStorage.length;
  });
  expect(after).toBe(0);
  await page.evaluate(() => {
    window.client.setConsent("granted");
    window.client.track("again");
    window.client.flush();
  });
  await expect.poll(() => sink.names()).toEqual(["before", "again"]);
  const last = sink.received.at(-1)?.batch.context;
  expect(last?.sessionId).not.toBe(first?.batch.context.sessionId);
  expect(last?.visitorId).not.toBe(first?.batch.context.visitorId);
  expect(last?.userId).toBeUndefined();
});

for (const [respectGpc, told] of [
  [undefined, []],
  [false, ["sold"]],
] as const) {
  test(`Global Privacy Control counts as denied, unless respectGpc is ${respectGpc}`, async ({ open, sink, page }) => {
    await page.addInitScript(() => Object.defineProperty(navigator, "globalPrivacyControl", { value: true }));
    await open("/", { flushInterval: 50, ...(respectGpc === false && { respectGpc }) });
    await page.evaluate(() => {
      window.client.track("sold");
      window.client.flush();
    });
    await page.click("#leave");
    await page.waitForURL("**/leave.html");
    if (told.length > 0) await expect.poll(() => sink.names()).toEqual(told);
    else await expectNothingBefore(page, sink);
  });
}

test("a visitor with Global Privacy Control may still say yes", async ({ open, sink, page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "globalPrivacyControl", { value: true }));
  await open("/", { flushInterval: 50 });
  await page.evaluate(() => {
    window.client.setConsent("granted");
    window.client.track("yes");
  });
  await expect.poll(() => sink.names()).toEqual(["yes"]);
});
