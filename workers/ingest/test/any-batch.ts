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
const common = { id: anyId, time: anyTime, seq: fc.integer({ min: 1, max: 4_294_967_295 }), url };

export const anyEvent = fc.oneof(
  fc.record({ kind: fc.constant("pageview"), ...common, navigationType, title: text(300) }),
  fc.record({ kind: fc.constant("engagement"), ...common, durationMs: fc.nat({ max: 86_400_000 }) }),
  fc.record({
    kind: fc.constant("custom"),
    ...common,
    name: text(100).map((name) => `n${name}`.slice(0, 100)),
    props,
    value: fc.double({ noNaN: true, noDefaultInfinity: true }),
  }),
  fc.record({
    kind: fc.constant("vital"),
    ...common,
    navigationType,
    metric: fc.constantFrom("LCP", "INP", "CLS", "FCP", "TTFB"),
    value: fc.double({ min: 0, max: 10_000_000, noNaN: true }),
    rating: fc.constantFrom("good", "needs-improvement", "poor"),
    attribution: props,
  }),
  fc.record({
    kind: fc.constant("error"),
    ...common,
    type: text(100),
    message: text(2_000),
    stack: text(2_000),
    level: fc.constantFrom("error", "warning", "info"),
    handled: fc.boolean(),
    mechanism: fc.constantFrom("onerror", "onunhandledrejection", "manual"),
    props,
  }),
);

export const anyBatch = fc.record({
  id: anyId,
  sentAt: fc.constant(null).map(() => Date.now()),
  context: fc.record({ sessionId: anyId, userId: text(200), referrer: text(200), language: text(35) }),
  events: fc.array(anyEvent, { minLength: 1, maxLength: 40 }),
});
