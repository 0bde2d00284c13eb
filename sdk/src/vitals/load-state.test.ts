import { afterEach, expect, it, vi } from "vitest";
import { loadStateAt } from "./load-state.ts";

afterEach(() => vi.restoreAllMocks());

const load = (timing: Partial<PerformanceNavigationTiming>[]) =>
  vi.spyOn(performance, "getEntriesByType").mockReturnValue(timing as PerformanceNavigationTiming[]);

it.each([
  ["loading", 99],
  ["dom-interactive", 100],
  ["dom-content-loaded", 200],
  ["complete", 300],
])("says %s at %i", (state, time) => {
  load([{ domInteractive: 100, domContentLoadedEventStart: 200, domComplete: 300 }]);
  expect(loadStateAt(time)).toBe(state);
});

it("takes steps that have no time yet for those to come", () => {
  load([{ domInteractive: 100, domContentLoadedEventStart: 0, domComplete: 0 }]);
  expect(loadStateAt(500)).toBe("dom-interactive");
});
