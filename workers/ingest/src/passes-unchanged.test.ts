import { WireBatch, WireEvent } from "@perigee/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { anyBatch, anyEvent } from "../test/any-batch.ts";
import { batchOf, custom, engagement, newId, pageview, request, signal, thrown, vital } from "../test/batches.ts";
import { passesUnchanged } from "./passes-unchanged.ts";

type Json = Record<string, unknown>;

/** As it comes out of the body: what JSON cannot hold is not asked about. */
const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value));

/** The value with up to three of its fields set to anything, taken away, or added. */
const spoilt = (value: fc.Arbitrary<object>): fc.Arbitrary<Json> =>
  value.chain((sound) => {
    const field = fc.oneof(fc.constantFrom(...Object.keys(sound)), fc.string(), fc.constant("__proto__"));
    const entry = fc.oneof(fc.jsonValue(), fc.constant(undefined), fc.string({ unit: "binary" }), fc.double());
    return fc.array(fc.tuple(field, entry), { maxLength: 3 }).map((changes) => {
      const entries = [...Object.entries(sound), ...changes];
      return throughJson(Object.fromEntries(entries)) as Json;
    });
  });

/** What the quick answer stands for, found out the long way. */
function isGivenBack(schema: z.ZodType, value: unknown): boolean {
  const parsed = schema.safeParse(structuredClone(value));
  return parsed.success && isSame(parsed.data, value);
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** Zod gives fields back in the order of the schema, which means nothing. */
const sorted = (value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, field]) => [name, sorted(field)])
    : value;

describe("the quick answer about", () => {
  it.each([
    ["events", WireEvent, anyEvent],
    ["batches", WireBatch, anyBatch],
  ] as const)("%s is yes exactly where zod takes the value and gives it back as it is", (_name, schema, sound) => {
    const passes = passesUnchanged(schema);
    const value = fc.oneof(sound.map(throughJson), spoilt(sound), fc.jsonValue());
    fc.assert(
      fc.property(value, (candidate) => {
        expect(passes(candidate)).toBe(isGivenBack(schema, candidate));
      }),
      { numRuns: 1_000 },
    );
  });

  const trace = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", weight: 4 };
  const crumb = { time: Date.now(), category: "click", message: "button.buy" };
  const soundEvents = [
    pageview({ ...trace, title: "Cart", route: "/cart" }),
    engagement({ scrollDepth: 40 }),
    custom({ value: 19.9, props: { sku: "lamp" }, ...trace }),
    vital({ attribution: { element: "main" }, target: "main", ...trace }),
    thrown({ stack: "x", props: { a: 1 }, breadcrumbs: [crumb], mechanism: "console", ...trace }),
    request({ spanId: "00f067aa0ba902b7", props: { initiator: "fetch" }, ...trace }),
    signal("resource", { target: "https://cdn.example/a.js", status: 404, durationMs: 1, props: { type: "script" } }),
    signal("navigation", { status: 200, durationMs: 900, props: { dns: 2 } }),
    signal("long-frame", { durationMs: 210, target: "https://cdn.example/a.js", props: { blocking: 160 }, ...trace }),
    signal("interaction", { type: "click", target: "button.buy", frustration: "dead", ...trace }),
    signal("flag", { key: "new-checkout", variant: "b" }),
  ];

  it("good events of every kind is yes", () => {
    const passes = passesUnchanged(WireEvent);
    expect(soundEvents.filter((event) => !passes(throughJson(event)))).toEqual([]);
    expect(new Set(soundEvents.map(({ kind }) => kind)).size).toBe(WireEvent.def.options.length);
    const context = { sessionId: newId(), props: { plan: "pro" } };
    expect(passesUnchanged(WireBatch)(throughJson(batchOf(soundEvents, { context })))).toBe(true);
  });

  it.each([
    ["a page view", pageview(), true],
    ["a trace id in capitals", pageview({ traceId: trace.traceId.toUpperCase() }), false],
    ["a weight below one", pageview({ weight: 0.5 }), false],
    ["half an emoji in a breadcrumb", thrown({ breadcrumbs: [{ ...crumb, message: "cut \ud83d" }] }), false],
    ["an event with properties", custom({ props: { sku: "lamp", qty: 2 } }), true],
    ["a field that zod drops", pageview({ colour: "red" }), false],
    ["a reserved key", JSON.parse('{"__proto__":1}'), false],
    ["half an emoji that zod mends", pageview({ title: "cut \ud83d" }), false],
    ["half an emoji in a property", custom({ props: { a: "cut \ud83d" } }), false],
    ["a missing field", { ...pageview(), url: undefined }, false],
    ["an unknown kind", pageview({ kind: "click" }), false],
    ["a list", [pageview()], false],
    ["null", null, false],
  ])("%s", (_name, value, answer) => expect(passesUnchanged(WireEvent)(throughJson(value))).toBe(answer));

  it.each([
    ["a type without a rule", z.union([z.string(), z.number()]), "text", true],
    ["a type without a rule that refuses", z.union([z.string(), z.number()]), true, false],
    ["a transform", z.string().transform((text) => text.length), "text", false],
    ["a default", z.object({ a: z.number().default(1) }), {}, false],
    ["a coerced number", z.coerce.number(), "1", false],
    ["a check that would have to be awaited", z.string().refine(() => Promise.resolve(true)), "text", false],
  ] satisfies [string, z.ZodType, unknown, boolean][])("%s is zod's own, or no", (...[, schema, value, answer]) =>
    expect(passesUnchanged(schema as z.ZodType)(value)).toBe(answer),
  );
});
