import fc from "fast-check";
import { expect, it } from "vitest";
import { BoundedCache } from "./bounded-cache.ts";

const most = 8;
const uses = fc.array(fc.record({ key: fc.nat({ max: 20 }).map(String), isSet: fc.boolean() }), { maxLength: 200 });

it("never holds more than it may, and always what was used last, up to half as much", () => {
  const property = fc.property(uses, (used) => {
    const cache = new BoundedCache<number>(most);
    const truth = new Map<string, number>();
    for (const [turn, { key, isSet }] of used.entries()) {
      if (isSet) {
        cache.set(key, turn);
        truth.set(key, turn);
      } else {
        expect([truth.get(key), undefined]).toContain(cache.get(key));
      }
      expect(cache.size).toBeLessThanOrEqual(most);
    }
    const lastSet = new Set(
      used
        .filter(({ isSet }) => isSet)
        .map(({ key }) => key)
        .slice(1 - most / 2),
    );
    if (used.every(({ isSet }) => isSet)) for (const key of lastSet) expect(cache.get(key)).toBe(truth.get(key));
  });
  fc.assert(property, { numRuns: 500 });
});

it("keeps what is asked for while others come and go", () => {
  const cache = new BoundedCache<number>(most);
  cache.set("kept", 1);
  for (let other = 0; other < 100; other++) {
    cache.set(String(other), other);
    expect(cache.get("kept")).toBe(1);
  }
  expect(cache.get("50")).toBeUndefined();
});

it("forgets what is deleted", () => {
  const cache = new BoundedCache<number>(most);
  cache.set("a", 1);
  cache.delete("a");
  expect(cache.get("a")).toBeUndefined();
});
