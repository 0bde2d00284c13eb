import fc from "fast-check";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { addInput, type Inputs, tally, typicalWorst } from "./interactions.ts";

// Node has no elements, and none is needed: these events name no target.
beforeAll(() => vi.stubGlobal("Element", class {}));
afterEach(() => count(undefined));

/** What the browser says it has counted. */
const count = (interactionCount: number | undefined) =>
  Object.defineProperty(performance, "interactionCount", { configurable: true, value: interactionCount });

let clock = 0;

function event(id: number, duration: number, more: Partial<PerformanceEventTiming> = {}): PerformanceEventTiming {
  clock += 10_000;
  const { startTime = clock } = more;
  const handled = { processingStart: startTime, processingEnd: startTime + duration };
  return { interactionId: id, startTime, duration, target: null, ...handled, ...more } as PerformanceEventTiming;
}

const after = (earlier: number): Inputs => ({ earlier, slowest: [], handlings: [] });

/** Of interactions whose slow events take this long. */
const gather = (durations: readonly number[]) => {
  const interactions = after(0);
  for (const [index, duration] of durations.entries()) addInput(interactions, event((index + 1) * 7, duration));
  return interactions;
};

const worst = (durations: readonly number[]) => typicalWorst(gather(durations))?.longest.duration;

it("knows of none where there was none", () => {
  expect(typicalWorst(gather([]))).toBeUndefined();
});

it("takes the slowest of few", () => {
  count(49);
  expect(worst([40, 300, 80])).toBe(300);
});

it("overlooks one for every fifty, fast ones counted too", () => {
  count(50);
  expect(worst([40, 300, 80])).toBe(80);
  count(100);
  expect(worst([40, 300, 80])).toBe(40);
  count(1_000);
  expect(worst([40, 300, 80])).toBe(40);
});

it("counts only what came after the visit began", () => {
  count(60);
  const interactions = after(55);
  addInput(interactions, event(7, 300));
  addInput(interactions, event(14, 80));
  expect(tally(interactions)).toBe(5);
  expect(typicalWorst(interactions)?.longest.duration).toBe(300);
});

it("overlooks none where the browser does not count", () => {
  expect(worst([40, 300, 80])).toBe(300);
  expect(tally(gather([40]))).toBeNaN();
});

it("takes the longest event of an interaction for its time", () => {
  const interactions = after(0);
  for (const duration of [40, 120, 80]) addInput(interactions, event(7, duration));
  expect(interactions.slowest.map(({ longest }) => longest.duration)).toEqual([120]);
});

it("leaves events out that belong to no interaction", () => {
  const interactions = after(0);
  addInput(interactions, event(0, 500));
  expect(interactions.slowest).toEqual([]);
});

it("blames an event of another kind that was handled before the same paint", () => {
  const interactions = after(0);
  addInput(interactions, event(0, 120, { startTime: 1_000, processingStart: 1_001, processingEnd: 1_090 }));
  addInput(interactions, event(7, 64, { startTime: 1_056, processingStart: 1_091, processingEnd: 1_100 }));
  expect(interactions.slowest[0]?.handling).toMatchObject({ processingStart: 1_001, processingEnd: 1_100 });
});

it("does not blame an event of another frame", () => {
  const interactions = after(0);
  addInput(interactions, event(0, 120, { startTime: 1_000, processingStart: 1_001, processingEnd: 1_090 }));
  addInput(interactions, event(7, 80, { startTime: 1_056, processingStart: 1_125, processingEnd: 1_130 }));
  expect(interactions.slowest[0]?.handling).toMatchObject({ processingStart: 1_125, processingEnd: 1_130 });
});

it("is what sorting all of them would give, as far as ten outliers reach", () => {
  const durations = fc.array(fc.integer({ min: 5, max: 90 }).map((step) => step * 8));
  fc.assert(
    fc.property(durations, fc.integer({ min: 0, max: 700 }), (slow, fast) => {
      const total = slow.length + fast;
      count(total);
      const sorted = slow.toSorted((a, b) => b - a);
      expect(worst(slow)).toBe(sorted[Math.min(sorted.length - 1, 9, Math.floor(total / 50))]);
    }),
  );
});
