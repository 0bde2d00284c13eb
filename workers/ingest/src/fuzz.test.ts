import { gunzipSync } from "node:zlib";
import { BatchAnswer, ErrorAnswerSchema, limits } from "@perigee/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeKey, newId, post, queued, rowsOf } from "../test/batches.ts";

const text = (maxLength: number) => fc.string({ unit: "binary", maxLength });
const id = fc.constant(null).map(newId);
const time = fc.integer({ min: -3_600_000, max: 60_000 }).map((offset) => Date.now() + offset);
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
const common = { id, time, seq: fc.integer({ min: 1, max: 4_294_967_295 }), url };

const event = fc.oneof(
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

const batch = fc.record({
  id,
  sentAt: fc.constant(null).map(() => Date.now()),
  context: fc.record({ sessionId: id, userId: text(200), referrer: text(200), language: text(35) }),
  events: fc.array(event, { minLength: 1, maxLength: 40 }),
});

const tables = ["events", "web_vitals", "errors"] as const;

describe("whatever is sent", () => {
  it("any JSON value as a body is answered below 500, in the shape of the failure list", async () => {
    const { apiKey } = await makeKey();
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 5 }), async (body) => {
        const response = await post(body, { apiKey });
        expect(response.status).toBeGreaterThanOrEqual(400);
        expect(response.status).toBeLessThan(500);
        ErrorAnswerSchema.parse(await response.json());
      }),
      { numRuns: 300 },
    );
  });

  it("any JSON value in the place of an event is answered below 500", async () => {
    const { apiKey } = await makeKey();
    const anything = fc.record({
      id,
      sentAt: time,
      context: fc.record({ sessionId: id }),
      events: fc.array(fc.jsonValue(), { minLength: 1 }),
    });
    await fc.assert(
      fc.asyncProperty(anything, async (body) => {
        const response = await post(JSON.stringify(body), { apiKey });
        expect(response.status).toBe(400);
        expect(ErrorAnswerSchema.parse(await response.json()).rejected).toHaveLength(body.events.length);
      }),
      { numRuns: 200 },
    );
  });

  it("any bytes as a body are answered below 500, marked as gzip or not", async () => {
    const { apiKey } = await makeKey();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, isGzip) => {
        const response = await post(new Uint8Array(bytes), { apiKey, query: isGzip ? "&z=gzip" : "" });
        expect(response.status).toBeGreaterThanOrEqual(400);
        expect(response.status).toBeLessThan(500);
        ErrorAnswerSchema.parse(await response.json());
      }),
      { numRuns: 300 },
    );
  });
});

describe("whatever valid batch is sent", () => {
  it("becomes as many rows as it has events, each of its table's shape, and nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(batch, async (body) => {
        const { apiKey, projectId } = await makeKey();
        const response = await post(JSON.stringify(body), { apiKey });
        const answer = BatchAnswer.parse(await response.json());
        expect(answer).toMatchObject({ accepted: body.events.length, rejected: [] });
        const messages = await queued(projectId);
        const ids = tables.flatMap((table) => rowsOf(messages, table)).map((row) => row["event_id"]);
        expect(ids.sort()).toEqual(body.events.map((sent) => sent.id).sort());
        const lines = messages.flatMap((message) => message.segments.map(({ gzip }) => gunzipSync(gzip).toString()));
        // Half a surrogate pair, escaped in JSON, is what ClickHouse would refuse.
        expect(lines.join("").isWellFormed() && !/(?<!\\)(\\\\)*\\ud[89a-f]/i.test(lines.join(""))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});
