import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { uuidv7 } from "./uuid.ts";

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const clock = fc.array(fc.integer({ min: 1_700_000_000_000, max: 2_100_000_000_000 }), { minLength: 2, maxLength: 20 });

it("makes UUIDv7 that rise, whatever the clock does", () => {
  fc.assert(
    fc.property(clock, (times) => {
      const ids = times.map((time) => {
        vi.setSystemTime(time);
        return uuidv7();
      });
      for (const id of ids) expect(id).toMatch(shape);
      expect(ids.toSorted()).toEqual(ids);
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});

it("borrows from the next millisecond when one millisecond makes more ids than it can count", () => {
  vi.setSystemTime(2_150_000_000_000);
  const ids = Array.from({ length: 10_000 }, uuidv7);
  expect(ids.toSorted()).toEqual(ids);
  expect(ids.every((id) => shape.test(id))).toBe(true);
});

it("carries the time in its first 48 bits", () => {
  vi.setSystemTime(2_160_000_000_000);
  expect(Number.parseInt(uuidv7().replaceAll("-", "").slice(0, 12), 16)).toBe(2_160_000_000_000);
});
