import { selectorOf } from "../selector.ts";
import { LONGEST_BURST_MS, LONGEST_REST_MS } from "./limits.ts";
import { loadStateAt } from "./load-state.ts";
import type { Measure } from "./measure.ts";
import type { LayoutShift } from "./timeline.ts";

/** Told as it is, but for the times that it began and was last added to. */
type Burst = Measure & { firstTime: number; lastTime: number; largest: number };

/** The layout shifts of one visit: the burst that may go on, and the worst one, which is its CLS. */
export type Shifts = { burst: Burst; worst: Burst };

export function noShifts(): Shifts {
  const burst = { value: 0, firstTime: -Infinity, lastTime: 0, largest: 0 };
  return { burst, worst: burst };
}

export function addShift(shifts: Shifts, { value, hadRecentInput, startTime, sources }: LayoutShift): void {
  if (hadRecentInput) return;
  let { burst } = shifts;
  if (startTime - burst.lastTime >= LONGEST_REST_MS || startTime - burst.firstTime >= LONGEST_BURST_MS) {
    shifts.burst = burst = { value: 0, firstTime: startTime, lastTime: 0, largest: 0 };
  }
  burst.value += value;
  burst.lastTime = startTime;
  if (value >= burst.largest) {
    burst.largest = value;
    // Told at once, since the element may be gone later.
    burst.target = selectorOf((sources.find(({ node }) => node instanceof Element) ?? sources[0])?.node);
    burst.attribution = { largestShiftTime: startTime, largestShiftValue: value, loadState: loadStateAt(startTime) };
  }
  if (burst.value > shifts.worst.value) shifts.worst = burst;
}
