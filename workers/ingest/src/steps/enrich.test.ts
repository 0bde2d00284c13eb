import { gunzipSync } from "node:zlib";
import { packMessage } from "@perigee/schema";
import { describe, expect, it } from "vitest";
import {
  batchOf,
  custom,
  engagement,
  makeKey,
  newId,
  pageview,
  post,
  queued,
  request,
  rowsAfter,
  rowsOf,
  signal,
  thrown,
  vital,
} from "../../test/batches.ts";

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

  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  const spanId = "00f067aa0ba902b7";
  const nothing = { target: "", status: 0, span_id: "", scroll_depth: 0, trace_id: "", weight: 1, duration_ms: 0 };

  it.each([
    [pageview({ traceId, weight: 4 }), { event: "pageview", trace_id: traceId, weight: 4 }],
    [engagement({ durationMs: 900, scrollDepth: 75 }), { event: "engagement", duration_ms: 900, scroll_depth: 75 }],
    [
      request({ method: "POST", status: 503, traceId, spanId, props: { initiator: "xhr" } }),
      {
        event: "browser.request",
        target: "shop.example/api/cart",
        status: 503,
        duration_ms: 120,
        trace_id: traceId,
        span_id: spanId,
        props: { method: "POST", initiator: "xhr" },
      },
    ],
    [
      signal("resource", { target: "https://cdn.example/a.js", status: 404, durationMs: 7, props: { type: "script" } }),
      {
        event: "browser.resource",
        target: "cdn.example/a.js",
        status: 404,
        duration_ms: 7,
        props: { type: "script" },
      },
    ],
    [
      signal("navigation", { durationMs: 900, props: { dns: 12 } }),
      { event: "browser.navigation", duration_ms: 900, props: { dns: "12" } },
    ],
    [
      signal("long-frame", { durationMs: 210, props: { blocking: 160 } }),
      { event: "browser.long_frame", duration_ms: 210, props: { blocking: "160" } },
    ],
    [
      signal("interaction", { type: "click", target: "button.buy", frustration: "rage", traceId }),
      {
        event: "browser.interaction",
        target: "button.buy",
        trace_id: traceId,
        props: { type: "click", frustration: "rage" },
      },
    ],
    [signal("interaction", { type: "click" }), { event: "browser.interaction", props: { type: "click" } }],
    [
      signal("flag", { key: "new-checkout", variant: "b" }),
      { event: "feature_flag.evaluation", target: "new-checkout", props: { variant: "b" } },
    ],
  ])("of %j carry what it has, and defaults for the rest", async (event, columns) => {
    const [row] = await rowsAfter(batchOf([event]), "events");
    expect(row).toMatchObject({ ...nothing, ...columns });
  });

  it("of vitals and errors carry trace and weight, and of errors what happened before", async () => {
    const breadcrumbs = [{ time: 1_790_000_000_000, category: "click", message: 'button[name="buy"]' }];
    const body = batchOf([vital({ traceId, weight: 2.5 }), thrown({ traceId, weight: 2.5, breadcrumbs }), thrown()]);
    expect(await rowsAfter(body, "web_vitals")).toMatchObject([{ trace_id: traceId, weight: 2.5 }]);
    const errors = await rowsAfter(body, "errors");
    expect(errors).toMatchObject([
      { trace_id: traceId, weight: 2.5 },
      { trace_id: "", weight: 1, breadcrumbs: "[]" },
    ]);
    expect(JSON.parse(String(errors[0]?.["breadcrumbs"]))).toEqual(breadcrumbs);
  });

  it("carry the properties that the site gave for the batch, below their own", async () => {
    const context = { sessionId: newId(), props: { plan: "pro", step: 1, mechanism: "mine" } };
    const body = batchOf([custom({ props: { step: 2 } }), request(), engagement(), thrown({ props: { step: 3 } })], {
      context,
    });
    expect((await rowsAfter(body, "events")).map(({ props }) => props)).toEqual([
      { plan: "pro", step: "2", mechanism: "mine" },
      { plan: "pro", step: "1", mechanism: "mine", method: "GET" },
      { plan: "pro", step: "1", mechanism: "mine" },
    ]);
    expect(await rowsAfter(body, "errors")).toMatchObject([{ tags: { plan: "pro", step: "3", mechanism: "onerror" } }]);
  });

  it.each(["203.0.113.77", "2001:db8:85a3::8a2e:370:7334"])("hold the sender's address %s nowhere", async (ip) => {
    const headers = { "cf-connecting-ip": ip, "x-forwarded-for": ip, "x-real-ip": ip, "true-client-ip": ip };
    const { apiKey, projectId } = await makeKey();
    await post(batchOf([pageview(), vital(), thrown(), request()]), { apiKey, headers });
    const messages = await queued(projectId);
    const rows = messages.flatMap(({ segments }) => segments.map(({ gzip }) => gunzipSync(gzip).toString())).join("");
    const bytes = messages.map((message) => Buffer.from(packMessage(message)).toString("latin1")).join("");
    const prefix = ip.slice(0, 9);
    for (const stored of [rows, bytes, JSON.stringify(messages)]) expect(stored).not.toContain(prefix);
  });

  it("carry the network, and whether a robot sent them", async () => {
    const network = { asOrganization: "Example Telekom AG" } as unknown as IncomingRequestCfProperties;
    const headers = { "user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)" };
    const { apiKey, projectId } = await makeKey();
    await post(batchOf([pageview(), vital(), thrown()]), { apiKey, headers, cf: network });
    await post(batchOf([pageview()]), { apiKey, headers: { "user-agent": phone } });
    const messages = await queued(projectId, 2);
    const robot = { as_organisation: "Example Telekom AG", bot: 1 };
    for (const table of ["web_vitals", "errors"] as const) expect(rowsOf(messages, table)).toMatchObject([robot]);
    const flags = rowsOf(messages, "events").map(({ bot, as_organisation }) => [bot, as_organisation]);
    expect(flags.sort()).toEqual([
      [0, ""],
      [1, "Example Telekom AG"],
    ]);
  });

  it("have a route made of the path, where the site gave none", async () => {
    const rows = await rowsAfter(batchOf([pageview(), pageview({ route: "/product/[id]" })]), "events");
    expect(rows.map(({ path, route }) => [path, route])).toEqual([
      ["/product/7", "/product/:id"],
      ["/product/7", "/product/[id]"],
    ]);
  });

  it("have campaign and channel of the visit's first page", async () => {
    const entryUrl = "https://shop.example/?utm_source=google&utm_medium=cpc&utm_campaign=may%20sale&gclid=x";
    const [row] = await rowsAfter(batchOf([pageview()], { context: { sessionId: newId(), entryUrl } }), "events");
    const campaign = { utm_source: "google", utm_medium: "cpc", utm_campaign: "may sale" };
    expect(row).toMatchObject({ ...campaign, channel: "Paid Search" });
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
