import { expect, test } from "./fixtures.ts";

test("starts by its own element, and does what the page asked before it was there", async ({ page, site, sink }) => {
  await page.goto(`${site}/script-tag.html?page=2&token=1`);
  await expect.poll(() => sink.names()).toEqual(["early"]);
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
  expect(sink.ofKind("error")[0]).toMatchObject({ message: "early", mechanism: "manual" });
  expect(sink.received[0]?.batch.context.release).toBe("1.2.3");
  expect(sink.ofKind("pageview")[0]?.url).toBe(`${site}/script-tag.html?page=2`);
  const exposed = await page.evaluate(() => {
    const { perigee } = window as unknown as { perigee: typeof window.client };
    perigee.track("later");
    perigee.flush();
    return perigee.sessionId;
  });
  expect(exposed).toBe(sink.received[0]?.batch.context.sessionId);
  await expect.poll(() => sink.names()).toEqual(["early", "later"]);
});

test("works under a strict policy with trusted types", async ({ page, site, sink }) => {
  const violations: string[] = [];
  page.on("console", (message) => {
    if (/content security policy|trusted/i.test(message.text())) violations.push(message.text());
  });
  await page.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", ({ violatedDirective }) => {
      document.title = `violated ${violatedDirective}`;
    }),
  );
  await page.goto(`${site}/csp.html`);
  await expect.poll(() => sink.ofKind("pageview")).toHaveLength(1);
  await page.goto("about:blank");
  await expect.poll(() => sink.ofKind("vital").map(({ metric }) => metric)).toContain("LCP");
  expect(violations.filter((text) => !text.includes("favicon"))).toEqual([]);
});
