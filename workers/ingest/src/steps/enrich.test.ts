import { describe, expect, it } from "vitest";
import { batchOf, custom, engagement, newId, pageview, rowsAfter, thrown, vital } from "../../test/batches.ts";

const phone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.2 Mobile/15E148 Safari/604.1";

const cf = { country: "DE", region: "Land Berlin", city: "Berlin" } as unknown as IncomingRequestCfProperties;

describe("rows of a batch", () => {
  it("of a page view carry page, visit, place and device", async () => {
    const sessionId = newId();
    const context = {
      sessionId,
      userId: "u-1",
      referrer: "https://www.google.com/",
      release: "1.2.3",
      environment: "production",
      service: "shop",
      language: "de-DE",
      viewportWidth: 390,
    };
    const event = pageview({ route: "/product/[id]", seq: 4, title: "A lamp" });
    const [row] = await rowsAfter(batchOf([event], { context }), "events", { headers: { "user-agent": phone }, cf });
    expect(row).toMatchObject({
      retention_days: 90,
      event_id: event["id"],
      event: "pageview",
      session_id: sessionId,
      user_id: "u-1",
      seq: 4,
      host: "shop.example",
      path: "/product/7",
      route: "/product/[id]",
      referrer_host: "google.com",
      channel: "Organic Search",
      country: "DE",
      region: "Land Berlin",
      city: "Berlin",
      browser: "Safari",
      browser_version: "18",
      os: "iOS",
      device: "mobile",
      language: "de-DE",
      viewport_w: 390,
      release: "1.2.3",
      environment: "production",
      service: "shop",
      props: { navigation_type: "navigate", title: "A lamp" },
    });
  });

  it("of a custom event and an engagement carry name, value, properties and duration", async () => {
    const props = { sku: "lamp", qty: 2, gift: true };
    const rows = await rowsAfter(batchOf([custom({ value: 19.9, props }), engagement({ durationMs: 900 })]), "events");
    expect(rows).toMatchObject([
      { event: "add-to-cart", value: 19.9, props: { sku: "lamp", qty: "2", gift: "true" } },
      { event: "engagement", duration_ms: 900, props: {} },
    ]);
  });

  it("of a vital carry metric, rating and what it blames", async () => {
    const event = vital({ metric: "INP", value: 240, rating: "needs-improvement", target: "button.buy" });
    const rows = await rowsAfter(batchOf([event]), "web_vitals");
    expect(rows).toMatchObject([{ metric: "INP", value: 240, rating: "needs-improvement", target: "button.buy" }]);
  });

  it("of an error carry issue, culprit and mechanism", async () => {
    const stack = "TypeError: x\n    at buy (https://shop.example/assets/cart-1a2b3c4d.js?v=2:10:5)";
    const rows = await rowsAfter(batchOf([thrown({ stack, props: { step: 2 } })]), "errors");
    expect(rows).toMatchObject([
      {
        type: "TypeError",
        culprit: "buy (/assets/cart-1a2b3c4d.js)",
        handled: 0,
        stack_raw: stack,
        tags: { step: "2", mechanism: "onerror" },
      },
    ]);
    expect(BigInt(String(rows[0]?.["issue_id"]))).toBeGreaterThan(0n);
  });

  it("hold the sender's address nowhere", async () => {
    const ip = "203.0.113.77";
    const rows = await rowsAfter(batchOf([pageview()]), "events", { headers: { "cf-connecting-ip": ip } });
    expect(JSON.stringify(rows)).not.toContain(ip);
  });

  it.each([
    ["XX", ""],
    ["T1", ""],
    ["FR", "FR"],
  ])("say of country %s: '%s'", async (country, stored) => {
    const [row] = await rowsAfter(batchOf([pageview()]), "events", { cf: { country } as IncomingRequestCfProperties });
    expect(row?.["country"]).toBe(stored);
  });

  it("leave out a referrer that is the site itself or no address", async () => {
    for (const referrer of ["https://shop.example/other", "not an address"]) {
      const [row] = await rowsAfter(batchOf([pageview()], { context: { sessionId: newId(), referrer } }), "events");
      expect(row).toMatchObject({ referrer_host: "", channel: "Direct" });
    }
  });
});
