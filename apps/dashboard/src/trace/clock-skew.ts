/** What the correction of clocks must know of a line; lines stand each after the one that caused it. */
export type Placed = {
  depth: number;
  /** By its own clock, epoch milliseconds. */
  time: number;
  durationMs: number;
  /** Whose clock that is. */
  service: string;
  /** It waited for what it caused: so that ended before it did. */
  isWaiting: boolean;
  /** Somebody may be waiting for it. */
  isAnswer: boolean;
};

/** Browsers' clocks count whole milliseconds. */
const toleranceMs = 1;

/**
 * By how many milliseconds each line is moved so that nothing begins before what caused it, nor answers after it: where services' clocks
 * differ, the times of another service say so by being impossible. What fits into its caller is put in the middle of it, as the way there
 * and back is taken to be as long; what it caused in turn moves with it. Possible times stay as they are.
 */
export function clockShifts(lines: readonly Placed[]): number[] {
  const above: { line: Placed; shift: number }[] = [];
  return lines.map((line) => {
    above.length = Math.min(above.length, line.depth);
    const caller = above.at(-1);
    const shift = caller ? caller.shift + correctionOf(line, caller.line) : 0;
    above.push({ line, shift });
    return shift;
  });
}

function correctionOf(line: Placed, caller: Placed): number {
  if (line.service === caller.service) return 0;
  // The caller's own shift moves both alike.
  const lateMs = line.time - caller.time;
  const spareMs = caller.durationMs - line.durationMs;
  const isTooEarly = lateMs < -toleranceMs;
  const isTooLate = caller.isWaiting && line.isAnswer && spareMs >= 0 && lateMs > spareMs + toleranceMs;
  if (!isTooEarly && !isTooLate) return 0;
  return Math.max(0, spareMs) / 2 - lateMs;
}
