import { expect, it } from "vitest";
import { BoundedCache } from "./bounded-cache.ts";

it("forgets the oldest entries and never holds more than it may", () => {
  const cache = new BoundedCache<number>(3);
  for (const [key, value] of [
    ["a", 1],
    ["b", 2],
    ["a", 3],
    ["c", 4],
    ["d", 5],
  ] as const)
    cache.set(key, value);
  expect(cache.size).toBe(3);
  expect([cache.get("a"), cache.get("b"), cache.get("c"), cache.get("d")]).toEqual([3, undefined, 4, 5]);
});
