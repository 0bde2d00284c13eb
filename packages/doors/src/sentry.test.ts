import type { KeyValues } from "@perigee/otlp";
import { fail } from "@perigee/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asked, doorOf, type Heard, hear, hearRecorded, read, receivedAt, recorded, say } from "../test/recorded.ts";

const plain = (attributes: KeyValues | undefined) => Object.fromEntries(attributes ?? []);
const asJson = (heard: Heard) =>
  JSON.stringify(heard, (_, value) => {
    if (typeof value === "bigint") return String(value);
    return value instanceof Map ? Object.fromEntries(value) : value;
  });

describe("@sentry/browser", () => {
  const heard = hearRecorded("sentry-browser");

  it("its errors are errors of pages, with their causes", () => {
    const page = { kind: "error", url: "http://localhost:8788/cart?utm_source=news" };
    expect(heard.events.slice(0, 4)).toMatchObject([
      { ...page, type: "Message", message: "stock is low", level: "warning", handled: true, mechanism: "manual" },
      {
        ...page,
        type: "TypeError",
        message: "price of 7 is missing",
        level: "error",
        handled: true,
        mechanism: "manual",
      },
      { ...page, type: "TypeError", message: "price of 8 is missing", handled: false, mechanism: "onerror" },
      { ...page, type: "RangeError", message: "too many", handled: false, mechanism: "onunhandledrejection" },
    ]);
    const thrown = heard.events[1];
    expect(thrown?.kind === "error" && thrown.stack?.split("\n")).toEqual([
      "TypeError: price of 7 is missing",
      expect.stringMatching(/^ {4}at priceOf \(http:\/\/localhost:8788\/client\.js:\d+:\d+\)$/),
      expect.stringMatching(/^ {4}at http:\/\/localhost:8788\/client\.js:\d+:\d+$/),
      expect.stringMatching(/^ {4}at http:\/\/localhost:8788\/client\.js:\d+:\d+$/),
      "Caused by: RangeError: no prices",
      expect.stringMatching(/^ {4}at priceOf /),
      expect.any(String),
      expect.any(String),
    ]);
  });

  it("tags, extra data, breadcrumbs, build and user come along", () => {
    expect(heard.events[3]).toMatchObject({
      props: { service: "shop-web", "extra.cart": 7, transaction: "/cart" },
      context: { userId: "u-17", release: "shop-web@1.4.0", environment: "production", language: "en-US" },
      breadcrumbs: [
        { category: "sentry.event", message: "stock is low" },
        { category: "sentry.event" },
        { category: "fetch", message: "GET /shop/prices?token=[Filtered] 200" },
        { category: "sentry.event" },
      ],
    });
  });

  it("errors, spans and logs of a page share their trace", () => {
    const traceId = heard.events[0]?.traceId;
    expect(heard.logs[0]?.traceId).toBe(traceId);
    expect(heard.spans.find(({ name }) => name === "Pageload")?.traceId).toBe(traceId);
  });

  it("logs have their level and typed attributes, and what the SDK says of itself is the resource", () => {
    const [log] = heard.logs;
    expect(log).toMatchObject({ body: "checkout is slow", severityNumber: 13, severityText: "warn" });
    expect(plain(log?.attributes)).toMatchObject({ step: "payment", ms: 1_200, retried: true, "user.id": "u-17" });
    expect(plain(log?.resource.attributes)).toEqual({
      "service.name": "shop-web",
      "service.version": "1.4.0",
      "deployment.environment.name": "production",
      "telemetry.sdk.name": "sentry.javascript.browser",
      "telemetry.sdk.version": "11.12.0",
    });
  });

  it("streamed spans keep their tree, kind and status", () => {
    const root = heard.spans.find(({ name }) => name === "Pageload");
    expect(root).toMatchObject({ parentSpanId: "", kind: 1, statusCode: 2, statusMessage: "internal_error" });
    const request = heard.spans.find(({ attributes }) => attributes.get("sentry.op") === "http.client");
    expect(request).toMatchObject({ parentSpanId: root?.spanId, kind: 3, statusCode: 1 });
    expect(request && request.endTimeUnixNano > request.startTimeUnixNano).toBe(true);
  });

  it("metrics are sums of differences, gauges and histograms of one value", () => {
    const at = { exemplars: [{ traceId: expect.stringMatching(/^[0-9a-f]{32}$/) }] };
    expect(heard.metrics.slice(0, 3)).toMatchObject([
      { name: "carts", data: { kind: "sum", temporality: 1, isMonotonic: true, points: [{ value: 1, ...at }] } },
      {
        name: "cart.total",
        unit: "euro",
        data: { kind: "histogram", temporality: 1, points: [{ count: 1n, sum: 42.5, min: 42.5, max: 42.5 }] },
      },
      { name: "cart.items", data: { kind: "gauge", points: [{ value: 2 }] } },
    ]);
  });

  it("no names, addresses and headers of the visitor are taken over", () => {
    expect(asJson(heard)).not.toMatch(/ann@mail|"ann"|ip_address|\{\{auto\}\}|User-Agent/);
  });

  it("sessions are let in and said not to be kept", () => {
    const [session] = recorded("sentry-browser");
    const said = session && say(session);
    expect(said).toMatchObject({ rejected: { count: 0, message: "not kept: 1 session" }, notKept: 1 });
  });

  it("a transaction is the root of its spans", () => {
    const { spans } = hearRecorded("sentry-browser-transactions");
    const [root, ...children] = spans;
    expect(root).toMatchObject({ name: "/cart", parentSpanId: "", statusCode: 1 });
    expect(children.length).toBeGreaterThan(3);
    expect(new Set(children.map(({ parentSpanId }) => parentSpanId))).toEqual(new Set([root?.spanId]));
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(spans.find(({ name }) => name === "GET /shop/prices")).toMatchObject({ kind: 3 });
  });

  it("a transaction's web vitals are those of its page, and stand for what was not sampled", () => {
    const { events } = hearRecorded("sentry-browser-transactions");
    const vital = { kind: "vital", url: "http://localhost:8788/cart?utm_source=news", rating: expect.any(String) };
    const metricOf = (event: (typeof events)[number]) => (event.kind === "vital" ? event.metric : "");
    expect(events.toSorted((one, other) => metricOf(one).localeCompare(metricOf(other)))).toMatchObject([
      { ...vital, metric: "FCP", weight: 1 / 0.999999 },
      { ...vital, metric: "LCP", target: "body > h1" },
      { ...vital, metric: "TTFB", navigationType: "navigate" },
    ]);
  });
});

describe("@sentry/node", () => {
  const heard = hearRecorded("sentry-node");

  it("its errors are log records with the attributes of an exception", () => {
    const error = heard.logs.find(({ attributes }) => attributes.has("exception.type"));
    expect(heard.events).toEqual([]);
    expect(error).toMatchObject({
      body: "TypeError: order 7 has no total",
      severityNumber: 17,
      severityText: "error",
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(plain(error?.attributes)).toMatchObject({
      "exception.type": "TypeError",
      "exception.message": "order 7 has no total",
      "exception.stacktrace": expect.stringMatching(
        /^TypeError: order 7 has no total\n {4}at chargeOf \(\/srv\/shop\/sentry-node\.mjs:\d+:\d+\)\n(?:.*\n)*Caused by: Error: database is gone\n/,
      ),
      step: "charge",
      "sentry.transaction": "GET /pay",
      "http.request.method": "GET",
      "url.full": expect.stringMatching(/^http:\/\/localhost:\d+\/pay$/),
    });
    expect(plain(error?.resource.attributes)).toMatchObject({ "service.name": "checkout", "host.name": "shop-1" });
  });

  it("what one request caused is one trace", () => {
    const server = heard.spans.find(({ kind }) => kind === 2);
    const query = heard.spans.find(({ name }) => name === "SELECT total FROM orders");
    expect(query).toMatchObject({ parentSpanId: server?.spanId, kind: 3, traceId: server?.traceId });
    const log = heard.logs.find(({ body }) => body === "payment failed");
    expect(log).toMatchObject({ traceId: server?.traceId, spanId: server?.spanId, severityNumber: 17 });
  });

  it("no address and no header of a visitor is taken over", () => {
    expect(asJson(heard)).not.toMatch(/203\.0\.113\.7|127\.0\.0\.1:|request\.header|cookie|authorization/);
  });

  it("a transaction has the status of each of its spans", () => {
    const { spans } = hearRecorded("sentry-node-transactions");
    expect(spans.find(({ name }) => name === "GET /pay")).toMatchObject({ kind: 2, statusCode: 1 });
    expect(spans.find(({ name }) => name === "SELECT total FROM orders")).toMatchObject({
      kind: 3,
      statusCode: 2,
      statusMessage: "deadline_exceeded",
    });
  });
});

describe("the key", () => {
  const keyOf = (path: string, headers = {}) => {
    const { url, headers: sent } = asked({ path, headers, body: "" });
    return doorOf(path).keyOf?.(sent, url);
  };

  it.each([
    ["/api/1/envelope/?sentry_version=7&sentry_key=pk_1a", {}, "pk_1a"],
    ["/api/1/envelope", { "x-sentry-auth": "Sentry sentry_version=7, sentry_key=pk_1a, sentry_client=x/1" }, "pk_1a"],
    ["/api/1/store/", { "x-sentry-auth": "Sentry sentry_key=sk_2b" }, "sk_2b"],
    ["/api/1/envelope/", {}, undefined],
    ["/api/1/envelope/", { "x-sentry-auth": "Sentry not_sentry_key=pk_1a" }, undefined],
  ])("of %s %j", (path, headers, key) => expect(keyOf(path, headers)).toBe(key));
});

const envelope = (...lines: (object | string)[]) =>
  lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
const send = (...items: (object | string)[]) => say({ path: "/api/1/envelope/", body: envelope({}, ...items) });

const event = {
  event_id: "9ec79c33ec9942ab8353589fcb2e04dc",
  platform: "javascript",
  timestamp: receivedAt / 1_000 - 5,
  request: { url: "https://shop.example/cart" },
  exception: { values: [{ type: "TypeError", value: "no" }] },
};

it("an event of the old address is one like others", () => {
  const said = say({ path: "/api/1/store/", body: JSON.stringify(event) });
  expect(hear([said]).events).toMatchObject([{ type: "TypeError", message: "no", time: receivedAt - 5_000 }]);
});

it("is answered with the id of the event", async () => {
  const said = say({ path: "/api/1/envelope/", body: envelope({ event_id: "abc" }, { type: "event" }, event) });
  const answer = doorOf("/api/1/envelope/").accept(said);
  expect([answer.status, await answer.json()]).toEqual([200, { id: "abc" }]);
  expect(await doorOf("/api/1/envelope/").accept(send()).json()).toEqual({});
  const stored = say({ path: "/api/1/store/", body: JSON.stringify(event) });
  expect(await doorOf("/api/1/store/").accept(stored).json()).toEqual({ id: event.event_id });
});

it("a refusal that passes tells the SDK how long to be silent, in Sentry's own header", () => {
  const { refusalHeaders } = doorOf("/api/1/envelope/");
  const { failure } = fail("quota-exceeded", { retryAfterS: 90 });
  expect(refusalHeaders?.(failure)).toEqual({ "x-sentry-rate-limits": "90::organization:quota_exceeded" });
  expect(refusalHeaders?.(fail("unknown-key").failure)).toEqual({});
});

it("a span stands for those that the SDK did not sample", () => {
  const ids = { trace_id: "5b8aa5a2d2c872e8321cf37308d69df2", span_id: "051581bf3cb55c13" };
  const times = { start_timestamp: 1_795_377_600, timestamp: 1_795_377_600.25 };
  const weights = (rate: unknown) => {
    const v2 = "application/vnd.sentry.items.span.v2+json";
    const items = [
      ...[{ type: "transaction" }, { contexts: { trace: ids }, ...times, spans: [{ ...ids, ...times }] }],
      ...[{ type: "span" }, { ...ids, ...times }],
      ...[{ type: "span", content_type: v2 }, { items: [{ ...ids, ...times }] }],
    ];
    const body = envelope({ trace: { sample_rate: rate } }, ...items);
    return hear([say({ path: "/api/1/envelope/", body })]).spans.map(({ weight = 1 }) => weight);
  };
  expect(weights("0.25")).toEqual([4, 4, 4, 4]);
  expect(weights(0.5)).toEqual([2, 2, 2, 2]);
  for (const rate of ["1", 0, -1, "often", undefined]) expect(weights(rate)).toEqual([1, 1, 1, 1]);
});

it("a transaction links to the traces that it names", () => {
  const ids = { trace_id: "5b8aa5a2d2c872e8321cf37308d69df2", span_id: "051581bf3cb55c13" };
  const link = { trace_id: "ab".repeat(16), span_id: "cd".repeat(8) };
  const links = [{ ...link, sampled: true, attributes: { "sentry.link.type": "previous_trace" } }, { trace_id: 7 }];
  const said = send(
    { type: "transaction" },
    { contexts: { trace: { ...ids, links } }, start_timestamp: 1_795_377_600 },
  );
  const [span] = hear([said]).spans;
  expect(span?.links).toMatchObject([{ traceId: link.trace_id, spanId: link.span_id }]);
  expect(plain(span?.links[0]?.attributes)).toEqual({ "sentry.link.type": "previous_trace" });
});

it("an event that is sent again later has the same id and time", () => {
  const at = (sentAt: string) => {
    const body = envelope({ sent_at: sentAt }, { type: "event" }, event);
    return hear([say({ path: "/api/1/envelope/", body })]).events.map(({ id, time }) => ({ id, time }));
  };
  expect(at("2026-11-22T20:20:00Z")).toEqual(at("2026-11-22T20:25:00Z"));
});

it("the clock of the client is told by when it sent", () => {
  const body = envelope({ sent_at: "2026-11-22T19:20:00.000Z" }, { type: "event" }, event);
  expect(say({ path: "/api/1/envelope/", body }).batches).toMatchObject([
    { sentAt: Date.parse("2026-11-22T19:20:00Z") },
  ]);
});

it.each([
  ["a back end's platform", { platform: "python" }],
  ["a back end's SDK", { sdk: { name: "sentry.javascript.bun" } }],
  ["no page", { request: {} }],
])("an error of %s is a log record", (_, change) => {
  const heard = hear([send({ type: "event" }, { ...event, ...change })]);
  expect(heard.events).toEqual([]);
  expect(heard.logs).toMatchObject([{ body: "TypeError: no" }]);
});

it.each([
  ["fatal", 21],
  ["warning", 13],
  ["debug", 5],
  [undefined, 17],
  ["nonsense", 17],
  ["constructor", 17],
])("the level %s of a back end has the severity %i", (level, severityNumber) => {
  const said = send({ type: "event" }, { platform: "node", level, message: "it happened" });
  expect(hear([said]).logs).toMatchObject([{ severityNumber, body: "it happened" }]);
});

it("both spellings of metrics, and spans of version 1", () => {
  const metric = { name: "m", type: "counter", value: 1, timestamp: receivedAt / 1_000 };
  for (const name of ["trace_metric", "trace-metric"]) {
    const header = { type: "trace_metric", content_type: `application/vnd.sentry.items.${name}+json` };
    expect(hear([send(header, { items: [metric] })]).metrics).toMatchObject([{ name: "m" }]);
  }
  const ids = { trace_id: "5b8aa5a2d2c872e8321cf37308d69df2", span_id: "051581bf3cb55c13" };
  const span = { ...ids, start_timestamp: 1_795_377_600, timestamp: 1_795_377_600.25, op: "db.query" };
  expect(hear([send({ type: "span" }, span)]).spans).toMatchObject([
    {
      name: "db.query",
      kind: 3,
      startTimeUnixNano: 1_795_377_600_000_000_000n,
      endTimeUnixNano: 1_795_377_600_250_000_000n,
    },
  ]);
});

it("of bad items among good ones the good ones are kept, and what is of no use is named", () => {
  const said = send(
    ...[{ type: "attachment", length: 3 }, "a\nb"],
    ...[{ type: "replay_event" }, "{}"],
    ...[{ type: "event" }, "{broken"],
    ...[{ type: "log" }, { items: [{ body: 7 }, { body: "good" }] }],
    ...[{ type: "log" }, []],
    ...[{ type: "span", content_type: "application/vnd.sentry.items.span.v2+json" }, { items: [{ name: "no ids" }] }],
    ...[{ type: "transaction" }, { transaction: "no trace" }],
    ...[{ type: "never_heard_of" }, "{}"],
    ...[{ type: "event" }, event],
  );
  const heard = hear([said]);
  expect(heard.events).toHaveLength(1);
  expect(heard.logs).toMatchObject([{ body: "good" }]);
  expect(said.rejected.count).toBe(5);
  expect(said.notKept).toBe(3);
  expect(said.rejected.message).toMatch(/^event: .*; not kept: 1 attachment, 1 replay_event, 1 never_heard_of$/);
});

it.each([
  ["breadcrumbs as they were before", { breadcrumbs: [{ timestamp: "2026-11-22T20:19:00Z", message: "x" }] }],
  ["a list of exceptions", { exception: [{ type: "TypeError", value: "no" }] }],
  [
    "fields of wrong types",
    { tags: 7, extra: [], user: "ann", contexts: { trace: 7 }, sdk: [], breadcrumbs: "x", level: 7 },
  ],
  ["a trace id that is none", { contexts: { trace: { trace_id: "0".repeat(32), span_id: "x" } } }],
  ["a time that is none", { timestamp: "yesterday" }],
])("%s: the rest counts", (_, change) => {
  expect(hear([send({ type: "event" }, { ...event, ...change })]).events).toMatchObject([
    { type: "TypeError", message: "no" },
  ]);
});

it("of more records than anybody sends at once the first are kept", () => {
  const items = Array.from({ length: 10_002 }, () => ({ body: "x" }));
  const said = send({ type: "log" }, { items });
  expect(hear([said]).logs).toHaveLength(10_000);
  expect(said.rejected).toEqual({ count: 2, message: "log: must be no more than 10000" });
});

it("what is nested without end is cut", () => {
  const deep = `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`;
  const log = `{"items":[{"body":"x","attributes":{"deep":{"value":${deep}}}}]}`;
  expect(hear([send({ type: "log" }, log)]).logs).toMatchObject([{ body: "x" }]);
  expect(
    hear([send({ type: "event" }, `{"platform":"node","message":"x","extra":{"deep":${deep}}}`)]).logs,
  ).toHaveLength(1);
});

it.each([
  ["invalid-batch", "/api/1/envelope/", "nonsense"],
  ["invalid-batch", "/api/1/envelope/", ""],
  ["not-json", "/api/1/store/", "{"],
])("refuses with %s: %s %j", (type, path, body) => {
  expect(read({ path, body })).toMatchObject({ ok: false, failure: { type } });
});

it("whatever an item holds is read or counted, and what comes of it is sound", () => {
  const types = ["event", "transaction", "log", "span", "trace_metric"];
  const names = [
    "exception",
    "values",
    "items",
    "timestamp",
    "spans",
    "contexts",
    "trace",
    "body",
    "attributes",
    "value",
  ];
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, tie("scalar"), fc.array(tie("value")), tie("object")),
    object: fc.dictionary(fc.constantFrom(...names), tie("value")),
    scalar: fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null)),
  }));
  fc.assert(
    fc.property(fc.constantFrom(...types), value, (type, payload) => {
      expect(() => hear([send({ type }, { ...event, ...Object(payload) })])).not.toThrow();
    }),
  );
});
