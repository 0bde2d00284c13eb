import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hash32, isKept } from "./sampling.ts";

describe("the hash of an id", () => {
  // Whoever writes this function anew, in a back end's SDK say, can check it by these.
  it.each([
    ["", 0xab3e7c0b],
    ["0192f0c0-0000-7000-8000-000000000001", 0xb7ca6edb],
    ["4bf92f3577b34da6a3ce929d0e0e4736", 0xe1a668b2],
  ])("of %j is %i", (id, hash) => expect(hash32(id)).toBe(hash));
});

describe("an id", () => {
  const rate = fc.double({ min: 0.0001, max: 1, noNaN: true });

  it("that is kept at one rate is kept at every higher one, and always at 1", () => {
    fc.assert(
      fc.property(fc.uuid(), rate, rate, (id, one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(!isKept(id, low) || isKept(id, high)).toBe(true);
        expect(isKept(id, 1)).toBe(true);
      }),
    );
  });

  it("is the same in upper and in lower case", () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(isKept(id.toUpperCase(), 0.5)).toBe(isKept(id, 0.5));
      }),
    );
  });

  it.each([0.5, 0.1, 0.01])("of sessions that follow each other is kept at %d as often as that", (at) => {
    const ids = Array.from({ length: 20_000 }, (_, n) => `0192f0c0-0000-7000-8000-${n.toString(16).padStart(12, "0")}`);
    const kept = ids.filter((id) => isKept(id, at)).length;
    // Five standard deviations: one run in two million fails.
    expect(Math.abs(kept - at * ids.length)).toBeLessThan(5 * Math.sqrt(at * (1 - at) * ids.length));
  });
});
