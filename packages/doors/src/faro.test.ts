import { expect, it } from "vitest";
import { doorOf, hear, hearRecorded, read, receivedAt, recorded, say, visitOfDay } from "../test/recorded.ts";

const heard = hearRecorded("faro-web-sdk");
const oneOf = (kind: string) => heard.events.filter((event) => event.kind === kind);

it("each loaded document is a page view and a navigation, with the campaign it came by", () => {
  expect(oneOf("pageview")).toMatchObject([
    { url: "http://localhost:8788/cart?utm_source=news", navigationType: "navigate" },
    { url: "http://localhost:8788/thanks", navigationType: "navigate" },
  ]);
  expect(oneOf("pageview")[0]?.context.entryUrl).toContain("utm_source=news");
  expect(oneOf("navigation")).toMatchObject([
    { durationMs: expect.any(Number), status: 200, props: { protocol: "http/1.1" } },
    { status: 200 },
  ]);
});

it("the session, the build and the user are those of all its events, but not the user's names", () => {
  const sessions = new Set(heard.events.map(({ context }) => context.sessionId));
  expect(sessions.size).toBe(1);
  expect(oneOf("error")[0]?.context).toMatchObject({
    userId: "u-17",
    service: "shop-web",
    release: "1.4.0",
    environment: "production",
    language: "en-US",
    viewportWidth: 780,
    sdkVersion: "faro 2.12.1",
    props: { "user.plan": "pro" },
  });
  expect(JSON.stringify(heard, (_, value) => (typeof value === "bigint" ? String(value) : value))).not.toMatch(
    /ann@mail|username|"ann"/,
  );
});

it("events keep their names and attributes, measurements become events", () => {
  expect(oneOf("custom")).toMatchObject([
    { name: "session_start" },
    { name: "add_to_cart", props: { sku: "A-1", amount: "2" } },
    { name: "cart", props: { total: 42.5, items: 2, currency: "EUR" } },
    { name: "session_resume" },
  ]);
});

it("web vitals have Faro's rating, the blamed element and their parts", () => {
  const vitals = oneOf("vital").map((event) => event.kind === "vital" && event.metric);
  expect(vitals.toSorted()).toEqual(["CLS", "FCP", "FCP", "LCP", "TTFB", "TTFB"]);
  expect(heard.events.find((event) => event.kind === "vital" && event.metric === "LCP")).toMatchObject({
    rating: "good",
    navigationType: "navigate",
    target: "html>body>h1",
    attribution: { time_to_first_byte: expect.any(Number) },
  });
});

it("exceptions have a stack as Chrome writes it", () => {
  expect(oneOf("error")).toMatchObject([
    { type: "CartError", message: "price of 7 is missing", props: { cause: "TypeError: no prices", cart: "7" } },
    { type: "Error", message: "console.error: stock is unknown", mechanism: "console" },
    { type: "CartError", message: "price of 8 is missing", mechanism: "onerror" },
    { type: "RangeError", message: "too many" },
  ]);
  const [first] = oneOf("error");
  expect(first?.kind === "error" && first.stack?.split("\n").slice(0, 3)).toEqual([
    "CartError: price of 7 is missing",
    expect.stringMatching(/^ {4}at priceOf \(http:\/\/localhost:8788\/client\.js:\d+:\d+\)$/),
    expect.stringMatching(/^ {4}at http:\/\/localhost:8788\/client\.js:\d+:\d+$/),
  ]);
});

it("a traced fetch is a request, a resource and a span of one trace", () => {
  const [request] = oneOf("request");
  const [span] = heard.spans;
  expect(request).toMatchObject({ method: "GET", status: 200, target: expect.stringContaining("/shop/prices") });
  expect(request).toMatchObject({ traceId: span?.traceId, spanId: span?.spanId });
  expect(oneOf("resource")).toMatchObject([{ status: 200, target: expect.stringContaining("/shop/prices") }]);
  expect(span).toMatchObject({ name: "GET", kind: 3 });
  expect(span?.attributes.get("session.id")).toBe(request?.context.sessionId);
  expect(span?.resource.attributes.get("service.name")).toBe("shop-web");
});

it("logs have their level, the visit and the page without its query", () => {
  expect(heard.logs).toMatchObject([{ body: "checkout is slow", severityNumber: 13, severityText: "warn" }]);
  expect(Object.fromEntries(heard.logs[0]?.attributes ?? [])).toEqual({
    step: "payment",
    "session.id": oneOf("custom")[0]?.context.sessionId,
    "user.id": "u-17",
    "url.full": "http://localhost:8788/cart",
  });
});

it("a request that is sent again has the same ids", () => {
  for (const request of recorded("faro-web-sdk")) expect(say(request).batches).toEqual(say(request).batches);
  const ids = heard.events.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

it("is answered with 202", () => {
  const door = doorOf("/collect");
  expect(door.accept(say({ path: "/collect", body: "{}" })).status).toBe(202);
});

const send = (payload: object, headers = {}) => say({ path: "/collect", body: JSON.stringify(payload), headers });
const page = { page: { url: "https://shop.example/cart" } };
const event = (name: string, attributes = {}) => ({ name, attributes, timestamp: "2026-11-22T20:00:00Z" });

it.each([
  [event("route_change", { toUrl: "https://shop.example/pay/7", toRoute: "/pay/:id" }), "/pay/:id", "pay/7"],
  [event("view_changed", { fromView: "cart", toView: "pay" }), undefined, "cart"],
])("a change of the route is a page view: %j", (change, route, path) => {
  const { events } = hear([send({ meta: page, events: [change] })]);
  expect(events).toMatchObject([
    { kind: "pageview", navigationType: "soft-navigation", url: `https://shop.example/${path}` },
  ]);
  expect(events[0]?.route).toBe(route);
});

it("a vital without a rating gets the one of web.dev", () => {
  const vitals = [
    ["lcp", 2_500],
    ["inp", 201],
    ["cls", 0.3],
  ] as const;
  const measurements = vitals.map(([name, value]) => ({ type: "web-vitals", values: { [name]: value } }));
  expect(hear([send({ meta: page, measurements })]).events).toMatchObject([
    { metric: "LCP", rating: "good" },
    { metric: "INP", rating: "needs-improvement" },
    { metric: "CLS", rating: "poor" },
  ]);
});

it("where Faro names no session, events and logs are of the visit that ingest finds for their host and time", () => {
  const [timestamp, message] = ["2026-11-21T20:01:00Z", "hello"];
  const heard = hear([send({ meta: page, events: [{ name: "x", timestamp }], logs: [{ message, timestamp }] })]);
  const { sessionId } = visitOfDay(new URL(page.page.url).host, { time: Date.parse(timestamp) });
  expect(heard.events[0]?.context.sessionId).toBe(sessionId);
  expect(heard.logs[0]?.attributes.get("session.id")).toBe(sessionId);
});

it.each([
  ["exceptions", { type: "E", value: "v", stacktrace: 7, timestamp: "never", context: [] }],
  ["events", { name: "x", attributes: null, trace: { trace_id: "short" } }],
])("a field of the wrong type costs nothing else: %s", (list, signal) => {
  const said = send({ meta: { ...page, app: 7, browser: { viewportWidth: "wide" } }, [list]: [signal] });
  expect(hear([said]).events).toMatchObject([{ time: receivedAt }]);
  expect(said.rejected.count).toBe(0);
});

it("of bad signals among good ones the good ones are kept", () => {
  const said = send({
    meta: page,
    events: [event("good"), 7, { attributes: {} }],
    logs: [null],
    traces: { resourceSpans: 7 },
  });
  expect(hear([said]).events).toMatchObject([{ name: "good" }]);
  expect(said.rejected).toEqual({ count: 4, message: expect.stringContaining("events.1") });
});

it.each([1_000, 100_000])("traces that are nested %i deep cost nothing but themselves", (depth) => {
  const deep = `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
  const body = `{"meta":${JSON.stringify(page)},"events":[{"name":"x"}],"traces":{"resourceSpans":[{"x":${deep}}]}}`;
  expect(hear([say({ path: "/collect", body })]).events).toMatchObject([{ name: "x" }]);
});

it("events without a page have that of their origin, or none and are refused", () => {
  const orphan = { meta: {}, events: [event("x")], logs: [{ message: "still here" }] };
  expect(hear([send(orphan, { origin: "https://shop.example" })]).events).toMatchObject([
    { url: "https://shop.example/" },
  ]);
  const said = send(orphan);
  expect(said.rejected).toEqual({ count: 1, message: "meta.page.url: must be an http or https address" });
  expect(hear([said]).logs).toMatchObject([{ body: "still here" }]);
});

it("properties that name a person are left out", () => {
  const meta = {
    ...page,
    user: { roles: "admin", attributes: { email: "ann@mail.example", fullName: "Ann", plan: "pro" } },
  };
  const { events } = hear([send({ meta, events: [event("x", { "user.email": "ann@mail.example", sku: "A" })] })]);
  expect(events).toMatchObject([
    { props: { sku: "A" }, context: { props: { "user.roles": "admin", "user.plan": "pro" } } },
  ]);
  expect(JSON.stringify(events)).not.toMatch(/ann/i);
});

it("of more signals than anybody sends at once the first are kept", () => {
  const said = send({ meta: page, logs: Array.from({ length: 10_003 }, () => ({ message: "x" })) });
  expect(hear([said]).logs).toHaveLength(10_000);
  expect(said.rejected).toEqual({ count: 3, message: "logs: must be no more than 10000" });
});

it("more events than a batch may hold are several batches", () => {
  const events = Array.from({ length: 1_001 }, (_, index) => event(`e${index}`));
  expect(send({ meta: page, events }).batches).toHaveLength(2);
});

it.each([
  ["not-json", "{"],
  ["not-utf8", Uint8Array.of(0x22, 0xff, 0x22)],
  ["invalid-batch", "[]"],
  ["invalid-batch", "7"],
])("refuses with %s: %s", (type, body) => {
  expect(read({ path: "/collect", body })).toMatchObject({ ok: false, failure: { type } });
});
