import { limits } from "@perigee/schema";
import fc from "fast-check";
import { newId } from "./batches.ts";

/** Arbitrary batches of the shape that ingest takes, with every kind of event. */

const text = (maxLength: number) => fc.string({ unit: "binary", maxLength });
export const anyId = fc.constant(null).map(newId);
export const anyTime = fc.integer({ min: -3_600_000, max: 60_000 }).map((offset) => Date.now() + offset);
const url = fc
  .webUrl({ withQueryParameters: true, withFragments: true })
  .filter((address) => address.length <= limits.urlChars);
const scalar = fc.oneof(text(50), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());
const reserved = new Set(["", "__proto__", "constructor", "prototype"]);
const props = fc.dictionary(
  text(20).filter((key) => !reserved.has(key)),
  scalar,
  { maxKeys: 20 },
);
const navigationType = fc.constantFrom("navigate", "reload", "soft-navigation");
const hex = (digits: number) =>
  fc
    .string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: digits, maxLength: digits })
    .filter((id) => /[^0]/.test(id));
const required = { id: anyId, time: anyTime, seq: fc.integer({ min: 1, max: 4_294_967_295 }), url };
const maybe = { traceId: hex(32), weight: fc.double({ min: 1, max: limits.weight, noNaN: true }) };
const durationMs = fc.nat({ max: 86_400_000 });
const status = fc.nat({ max: 999 });
const target = fc.oneof(url, text(300));

/** Of one kind, with what it must have and, now and then, what it may have. */
const eventOf = <Own extends object, Optional extends object>(
  kind: string,
  own: { [K in keyof Own]: fc.Arbitrary<Own[K]> },
  optional: { [K in keyof Optional]: fc.Arbitrary<Optional[K]> } = {} as never,
) =>
  fc
    .tuple(
      fc.record({ kind: fc.constant(kind), ...required }),
      fc.record(own),
      fc.record({ ...maybe, ...optional }, { requiredKeys: [] }),
    )
    .map(([first, second, third]) => ({ ...first, ...second, ...third }));

const breadcrumbs = fc.array(fc.record({ time: anyTime, category: text(100), message: text(300) }), { maxLength: 5 });

export const anyEvent = fc.oneof(
  eventOf("pageview", { navigationType, title: text(300) }, { route: text(300) }),
  eventOf("engagement", { durationMs }, { scrollDepth: fc.nat({ max: 100 }) }),
  eventOf(
    "custom",
    { name: text(99).map((name) => `n${name}`), props },
    { value: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  ),
  eventOf(
    "vital",
    {
      navigationType,
      metric: fc.constantFrom("LCP", "INP", "CLS", "FCP", "TTFB"),
      value: fc.double({ min: 0, max: 10_000_000, noNaN: true }),
      rating: fc.constantFrom("good", "needs-improvement", "poor"),
    },
    { attribution: props },
  ),
  eventOf(
    "error",
    {
      type: text(100),
      message: text(2_000),
      level: fc.constantFrom("error", "warning", "info"),
      handled: fc.boolean(),
      mechanism: fc.constantFrom("onerror", "onunhandledrejection", "manual", "console", "resource", "react"),
    },
    { stack: text(2_000), props, breadcrumbs },
  ),
  eventOf("request", { method: text(20), target, status, durationMs }, { spanId: hex(16), props }),
  eventOf("resource", { target, durationMs }, { status, props }),
  eventOf("navigation", { durationMs }, { status, props }),
  eventOf("long-frame", { durationMs }, { target, props }),
  eventOf(
    "interaction",
    { type: fc.constant("click") },
    { target: text(300), frustration: fc.constantFrom("rage", "dead", "error"), props },
  ),
  eventOf("flag", { key: text(99).map((key) => `k${key}`), variant: text(100) }),
);

export const anyBatch = fc.record({
  id: anyId,
  sentAt: fc.constant(null).map(() => Date.now()),
  context: fc.record(
    { sessionId: anyId, userId: text(200), referrer: text(200), language: text(35), props },
    { requiredKeys: ["sessionId", "userId", "referrer", "language"] },
  ),
  events: fc.array(anyEvent, { minLength: 1, maxLength: 40 }),
});
