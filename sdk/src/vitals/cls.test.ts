import fc from "fast-check";
import { beforeAll, expect, it, vi } from "vitest";
import { addShift, noShifts } from "./cls.ts";
import type { LayoutShift } from "./timeline.ts";

// Node has no elements, and none is needed: these shifts name no source.
beforeAll(() => vi.stubGlobal("Element", class {}));

type Shift = { time: number; value: number; hadRecentInput?: boolean };

const measure = (shifts: readonly Shift[]) => {
  const all = noShifts();
  for (const { time: startTime, value, hadRecentInput = false } of shifts)
    addShift(all, { startTime, value, hadRecentInput, sources: [] } as unknown as LayoutShift);
  return all.worst;
};

const score = (...shifts: [time: number, value: number][]) =>
  measure(shifts.map(([time, value]) => ({ time, value }))).value;

it("adds shifts up that follow each other within a second", () => {
  expect(score([0, 1], [999, 2])).toBe(3);
});

it("begins anew after a second of rest", () => {
  expect(score([0, 1], [1_000, 2])).toBe(2);
});

it("adds up for less than five seconds", () => {
  const shifts = [0, 900, 1_800, 2_700, 3_600, 4_500].map((time): [number, number] => [time, 1]);
  expect(score(...shifts, [4_999, 1])).toBe(7);
  expect(score(...shifts, [5_000, 1])).toBe(6);
});

it("keeps the worst burst, however many milder ones follow", () => {
  expect(score([0, 3], [2_000, 1], [2_500, 1], [9_000, 2])).toBe(3);
});

it("is 0 where nothing moved, with nothing to blame", () => {
  const { value, target, attribution } = measure([]);
  expect({ value, target, attribution }).toEqual({ value: 0, target: undefined, attribution: undefined });
});

it("overlooks shifts that follow the visitor's input", () => {
  expect(measure([{ time: 0, value: 1, hadRecentInput: true }]).value).toBe(0);
});

it("blames the largest shift of the worst burst", () => {
  const { attribution } = measure([
    { time: 0, value: 5 },
    { time: 2_000, value: 3 },
    { time: 2_500, value: 4 },
    { time: 2_600, value: 1 },
  ]);
  expect(attribution).toMatchObject({ largestShiftTime: 2_500, largestShiftValue: 4 });
});

const shifts = fc
  .array(fc.record({ rest: fc.integer({ min: 0, max: 1_500 }), value: fc.integer({ min: 1, max: 9 }) }))
  .map((steps) => {
    let time = 0;
    return steps.map(({ rest, value }) => {
      time += rest;
      return { time, value };
    });
  });

it("is never less than any single shift, nor more than all of them within five seconds", () => {
  fc.assert(
    fc.property(shifts, (all) => {
      const { value } = measure(all);
      const sums = all.map(({ time }) =>
        all.filter((one) => one.time >= time && one.time < time + 5_000).reduce((sum, one) => sum + one.value, 0),
      );
      expect(value).toBeGreaterThanOrEqual(Math.max(0, ...all.map((one) => one.value)));
      expect(value).toBeLessThanOrEqual(Math.max(0, ...sums));
    }),
  );
});

it("does not depend on when the page began", () => {
  fc.assert(
    fc.property(shifts, fc.integer({ min: 0, max: 100_000 }), (all, start) => {
      const moved = all.map(({ time, value }) => ({ time: time + start, value }));
      expect(measure(moved).value).toBe(measure(all).value);
    }),
  );
});
