/** At most so many labels stand on the axis. */
const wantedTicks = 5;

/** Round times within a duration, milliseconds from its beginning. */
export function ticksOf(durationMs: number): number[] {
  if (durationMs <= 0) return [0];
  const power = 10 ** Math.floor(Math.log10(durationMs / wantedTicks));
  const step = [1, 2, 5, 10].map((n) => n * power).find((each) => durationMs / each <= wantedTicks) ?? durationMs;
  return Array.from({ length: Math.floor(durationMs / step) + 1 }, (_, index) => index * step);
}

/** Where a part lies within the whole, percent; what lies outside stands at the edge. */
export function placeOf(part: { startMs: number; durationMs: number }, wholeMs: number) {
  if (wholeMs <= 0) return { left: 0, width: 0 };
  const left = Math.min(100, Math.max(0, (100 * part.startMs) / wholeMs));
  return { left, width: Math.min(100 - left, (100 * part.durationMs) / wholeMs) };
}
