import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { failures, limits, packMessage, type QueueMessage, type Result, unpackMessage } from "@perigee/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fuzzRuns } from "../test/fuzz-runs.ts";
import { decompress } from "./decompress.ts";
import { isOriginAllowed } from "./origins.ts";
import { decode } from "./steps/decode.ts";

/** Everything that turns a stranger's bytes into something, each by itself: a result or a failure below 500, and nothing thrown. */

const bytes = fc.uint8Array({ maxLength: 300 }).map((drawn) => new Uint8Array(drawn));
const compressors = { gzip: [gzipSync], deflate: [deflateSync, deflateRawSync] };
const encoding = fc.constantFrom("gzip" as const, "deflate" as const);

/** A real stream, and what may befall it on its way: bytes changed, cut off, put behind it. */
const damaged = fc
  .record({
    encoding,
    variant: fc.nat({ max: 1 }),
    content: fc.oneof(
      bytes,
      fc.json().map((text) => new TextEncoder().encode(text)),
    ),
    flips: fc.array(fc.record({ at: fc.nat({ max: 400 }), by: fc.integer({ min: 1, max: 255 }) }), { maxLength: 4 }),
    cut: fc.option(fc.nat({ max: 300 })),
    tail: fc.uint8Array({ maxLength: 30 }),
  })
  .map(({ encoding, variant, content, flips, cut, tail }) => {
    const [first, second = first] = compressors[encoding];
    const stream = new Uint8Array((variant === 0 ? first : second)?.(content) ?? []);
    for (const { at, by } of flips) stream[at % stream.length] = (stream[at % stream.length] ?? 0) ^ by;
    const whole = Uint8Array.from([...stream.subarray(0, cut ?? stream.length), ...tail]);
    return { encoding, content, whole, isIntact: flips.length === 0 && cut === null && tail.length === 0 };
  });

function expectOutcome(result: Result<unknown>): void {
  if (!result.ok) expect(failures[result.failure.type].status).toBeLessThan(500);
}

describe("decompression", () => {
  it("of any bytes gives a result or a failure", () => {
    const property = fc.property(bytes, encoding, (body, how) => expectOutcome(decompress(body, how)));
    fc.assert(property, { numRuns: fuzzRuns(0.15) });
  });

  it("of a damaged stream gives what was compressed or a failure, wherever a checksum stands behind it", () => {
    const property = fc.property(damaged, ({ encoding: how, content, whole, isIntact }) => {
      const result = decompress(whole, how);
      expectOutcome(result);
      if (isIntact) expect(result.ok && Buffer.from(content).equals(result.value)).toBe(true);
      // Zeros behind a member are padding (gzip's manual).
      else if (result.ok && how === "gzip") expect(Buffer.from(content).equals(result.value)).toBe(true);
    });
    fc.assert(property, { numRuns: fuzzRuns(0.2) });
  });

  it("never gives more than a body may have", () => {
    const size = fc.integer({ min: limits.bodyBytes - 50_000, max: limits.bodyBytes + 50_000 });
    const property = fc.property(size, encoding, fc.nat({ max: 255 }), (length, how, filler) => {
      const [compress] = compressors[how];
      const result = decompress(new Uint8Array(compress?.(new Uint8Array(length).fill(filler)) ?? []), how);
      expect(result.ok).toBe(length <= limits.bodyBytes);
      expectOutcome(result);
    });
    fc.assert(property, { numRuns: Math.min(300, fuzzRuns(0.01)) });
  });
});

describe("JSON", () => {
  const read = (body: Uint8Array) => decode({ body, encoding: "identity" } as never);

  it("of any bytes gives a value or a failure", () => {
    const property = fc.property(bytes, (body) => expectOutcome(read(body)));
    fc.assert(property, { numRuns: fuzzRuns(0.1) });
  });

  it("of any text gives what JSON.parse gives", () => {
    const property = fc.property(fc.oneof(fc.json(), fc.string({ unit: "binary" })), (text) => {
      const result = read(new TextEncoder().encode(text));
      expectOutcome(result);
      if (result.ok) expect(result.value.json).toEqual(JSON.parse(text));
    });
    fc.assert(property, { numRuns: fuzzRuns(0.1) });
  });
});

describe("an origin", () => {
  // Few letters, so that hosts meet.
  const label = fc.stringMatching(/^[ab]{1,2}$/);
  const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join("."));
  const scheme = fc.constantFrom("https", "http");
  const origin = fc.tuple(scheme, host).map(([how, where]) => `${how}://${where}`);
  const pattern = fc.oneof(
    origin,
    fc.tuple(scheme, host).map(([how, where]) => `${how}://*.${where}`),
  );

  it("is allowed exactly where it is listed or lies below a wildcard", () => {
    const property = fc.property(origin, fc.array(pattern, { maxLength: 4 }), (from, allowed) => {
      const isBelow = (each: string) => each.includes("*.") && isLabelsBelow(from, each.replace("*.", ""));
      expect(isOriginAllowed(from, allowed)).toBe(allowed.includes(from) || allowed.some(isBelow));
    });
    fc.assert(property, { numRuns: fuzzRuns(0.1) });
  });

  it("that is anything at all is no reason to throw, and is not allowed where nothing is", () => {
    const anything = fc.option(fc.string({ unit: "binary" }));
    const property = fc.property(anything, fc.array(pattern), (from, allowed) => {
      isOriginAllowed(from, allowed);
      expect(isOriginAllowed(from, [])).toBe(false);
    });
    fc.assert(property, { numRuns: fuzzRuns(0.05) });
  });
});

/** By the labels of the two host names, from the right. */
function isLabelsBelow(origin: string, parent: string): boolean {
  const [scheme, labels = []] = partsOf(origin);
  const [parentScheme, parents = []] = partsOf(parent);
  if (scheme !== parentScheme || labels.length <= parents.length) return false;
  return parents.every((name, index) => name === labels[labels.length - parents.length + index]);
}

function partsOf(origin: string): [string, string[]] {
  const [scheme = "", host = ""] = origin.split("://");
  return [scheme, host.split(".")];
}

describe("a packed message", () => {
  const message = fc.record({
    id: fc.uuid({ version: 7 }),
    projectId: fc.integer({ min: 1, max: 1_000_000 }),
    receivedAt: fc.nat(),
    archive: fc.boolean(),
    segments: fc.array(
      fc.record({
        table: fc.constant("events" as const),
        rows: fc.integer({ min: 1, max: 9 }),
        gzip: fc.uint8Array({ maxLength: 50 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  });

  it("with bytes changed is a whole message or none", () => {
    const flips = fc.array(fc.record({ at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) }), { maxLength: 5 });
    const property = fc.property(message, flips, (packed, changes) => {
      const damagedBytes = packMessage(packed as QueueMessage);
      for (const { at, by } of changes) {
        const place = at % damagedBytes.length;
        damagedBytes[place] = (damagedBytes[place] ?? 0) ^ by;
      }
      const unpacked = unpackMessage(damagedBytes);
      const held = unpacked?.segments.reduce((sum, { gzip }) => sum + gzip.byteLength, 0) ?? 0;
      expect(held).toBeLessThanOrEqual(damagedBytes.length);
      if (changes.length === 0) expect(unpacked).toEqual(packed);
    });
    fc.assert(property, { numRuns: fuzzRuns(0.15) });
  });
});
