import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { automaticEvents } from "./event-names.ts";
import { limits } from "./limits.ts";
import { WireBatch, WireContext, WireEvent } from "./wire-batch.ts";

const id = "01a202ba-3ed2-79c0-8152-e3aa6741c437";
const custom = { kind: "custom", id, time: 1_790_000_000_000, seq: 1, url: "https://shop.example/", name: "buy" };

describe("a page's address", () => {
  it.each(["https://shop.example/a?b#c", "http://localhost:3000/", "http://127.0.0.1/", "https://bücher.example/"])(
    "%s is taken",
    (url) => expect(WireEvent.safeParse({ ...custom, url }).success).toBe(true),
  );

  it("is cut where it is too long", () => {
    const url = `https://a.example/${"x".repeat(3_000)}`;
    expect(WireEvent.parse({ ...custom, url }).url).toBe(url.slice(0, limits.urlChars));
  });

  it.each(["", "/cart", "javascript:alert(1)", "ftp://shop.example/", "https://"])("%s is refused", (url) =>
    expect(WireEvent.safeParse({ ...custom, url }).error?.issues[0]?.path).toEqual(["url"]),
  );
});

describe("texts", () => {
  it("keep their characters, and half an emoji becomes the replacement character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: limits.nameChars - 1 }), (rest) => {
        const name = `n${rest}`;
        expect(WireEvent.parse({ ...custom, name })).toMatchObject({ name: name.toWellFormed() });
      }),
    );
    expect(WireEvent.parse({ ...custom, name: "cut \ud83d" })).toMatchObject({ name: "cut \ufffd" });
  });

  it.each([limits.nameChars, limits.nameChars + 1])("of %i characters keep what there is room for", (length) => {
    const name = "x".repeat(length);
    expect(WireEvent.parse({ ...custom, name })).toMatchObject({ name: name.slice(0, limits.nameChars) });
  });
});

describe("the envelope", () => {
  const batch = { id, sentAt: custom.time, context: { sessionId: id }, events: [{ anything: true }] };

  it("leaves the events unchecked", () => expect(WireBatch.parse(batch)).toEqual(batch));

  it.each([
    ["events", { events: [] }],
    ["context.sessionId", { context: { sessionId: "x" } }],
    ["sentAt", { sentAt: 1.5 }],
    ["id", { id: crypto.randomUUID() }],
  ])("names %s when it is wrong", (field, change) => {
    expect(WireBatch.safeParse({ ...batch, ...change }).error?.issues[0]?.path.join(".")).toBe(field);
  });
});

const { name: _, ...common } = custom;
const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const spanId = "00f067aa0ba902b7";

/** One event of each kind with all of its fields, which the cases below spoil one at a time. */
const events = {
  pageview: { ...common, kind: "pageview", title: "Cart", navigationType: "soft-navigation", route: "/cart", traceId },
  engagement: { ...common, kind: "engagement", durationMs: 0, scrollDepth: 100 },
  custom: { ...custom, value: -1.5, props: { sku: "lamp", gift: true }, weight: 10 },
  vital: { ...common, kind: "vital", metric: "INP", value: 240, rating: "poor", navigationType: "reload", traceId },
  error: {
    ...common,
    kind: "error",
    type: "TypeError",
    message: "x",
    stack: "TypeError: x\nCaused by: Error: y",
    level: "error",
    handled: false,
    mechanism: "react",
    breadcrumbs: [{ time: common.time, category: "click", message: "button.buy" }],
  },
  request: {
    ...common,
    kind: "request",
    method: "POST",
    target: "https://api.example/cart",
    status: 0,
    durationMs: 86_400_000,
    traceId,
    spanId,
    props: { initiator: "fetch" },
  },
  resource: { ...common, kind: "resource", target: "https://cdn.example/a.js", status: 404, durationMs: 3 },
  navigation: { ...common, kind: "navigation", status: 200, durationMs: 900, props: { dns: 12 } },
  "long-frame": { ...common, kind: "long-frame", durationMs: 210, target: "https://cdn.example/a.js" },
  interaction: { ...common, kind: "interaction", type: "click", target: "button.buy", frustration: "rage", traceId },
  flag: { ...common, kind: "flag", key: "new-checkout", variant: "" },
} as const;
type Kind = keyof typeof events;

describe("an event of the kind", () => {
  it.each(Object.keys(events) as Kind[])("%s is taken and given back as it is", (kind) => {
    expect(WireEvent.parse(events[kind])).toEqual(events[kind]);
  });

  it.each([
    ["resource", ["status"]],
    ["navigation", ["status", "props"]],
    ["long-frame", ["target"]],
    ["interaction", ["target", "frustration", "traceId"]],
    ["request", ["spanId", "traceId", "props"]],
    ["engagement", ["scrollDepth"]],
    ["error", ["stack", "breadcrumbs"]],
  ] as const)("%s is taken without %j", (kind, fields: readonly string[]) => {
    const entries = Object.entries(events[kind]).filter(([name]) => !fields.includes(name));
    expect(WireEvent.safeParse(Object.fromEntries(entries)).success).toBe(true);
  });

  const crumb = { time: common.time, category: "click", message: "button.buy" };
  it.each([
    ["custom", "traceId", traceId.toUpperCase()],
    ["custom", "traceId", "0".repeat(32)],
    ["custom", "traceId", traceId.slice(1)],
    ["custom", "weight", 0.5],
    ["custom", "weight", limits.weight + 1],
    ["custom", "weight", "10"],
    ["custom", "name", "browser.request"],
    ["custom", "name", "feature_flag.evaluation"],
    ["engagement", "scrollDepth", 101],
    ["engagement", "scrollDepth", 1.5],
    ["error", "mechanism", "window"],
    ["error", "breadcrumbs", Array.from({ length: limits.breadcrumbs + 1 }, () => crumb)],
    ["error", "breadcrumbs.0.time", [{ ...crumb, time: "now" }]],
    ["request", "method", undefined],
    ["request", "target", undefined],
    ["request", "status", -1],
    ["request", "status", 1_000],
    ["request", "status", undefined],
    ["request", "durationMs", 0.5],
    ["request", "durationMs", 86_400_001],
    ["request", "spanId", traceId],
    ["request", "spanId", "0".repeat(16)],
    ["request", "props", ["fetch"]],
    ["resource", "target", undefined],
    ["resource", "durationMs", undefined],
    ["resource", "status", "404"],
    ["navigation", "durationMs", -1],
    ["navigation", "status", 1.5],
    ["long-frame", "durationMs", null],
    ["long-frame", "target", 7],
    ["interaction", "type", "keydown"],
    ["interaction", "frustration", "calm"],
    ["flag", "key", ""],
    ["flag", "variant", undefined],
    ["flag", "variant", true],
  ] as const)("%s is refused for its %s: %j", (kind, field, value) => {
    const spoilt = { ...events[kind], [field.split(".")[0] as string]: value };
    expect(WireEvent.safeParse(spoilt).error?.issues[0]?.path.join(".")).toBe(field);
  });

  it("that nobody knows is refused", () => {
    expect(WireEvent.safeParse({ ...common, kind: "click" }).error?.issues[0]?.path).toEqual(["kind"]);
  });
});

describe("names of the product's own events", () => {
  it("are of every kind that is stored among events", () => {
    const elsewhere = ["vital", "error", "custom"];
    expect(Object.keys(automaticEvents).sort()).toEqual(
      Object.keys(events)
        .filter((kind) => !elsewhere.includes(kind))
        .sort(),
    );
  });

  it.each(Object.values(automaticEvents))("hold %s, which no site can take", (name) => {
    expect(WireEvent.safeParse({ ...custom, name }).error?.issues[0]?.message).toBe("is a reserved event name");
  });

  it.each(["pageviews", "my.browser.request", "browser", "feature_flags", "Engagement"])(
    "leave %s to the site",
    (name) => expect(WireEvent.safeParse({ ...custom, name }).success).toBe(true),
  );
});

describe("the context", () => {
  const context = { sessionId: id, props: { plan: "pro", "user.age": 7 } };

  it("takes properties for everything that follows", () => expect(WireContext.parse(context)).toEqual(context));

  it("makes a property that is no scalar JSON", () => {
    expect(WireContext.parse({ ...context, props: { plan: { name: "pro" } } }).props).toEqual({
      plan: '{"name":"pro"}',
    });
  });

  it("takes an offset of the clock, and refuses one that is no whole number", () => {
    expect(WireContext.safeParse({ ...context, clockOffset: -86_400_000 }).success).toBe(true);
    expect(WireContext.safeParse({ ...context, clockOffset: 0.5 }).error?.issues[0]?.path).toEqual(["clockOffset"]);
  });
});
