import type { Row } from "../api/rows.ts";
import type { Range } from "../time/period.ts";

type Point = Row<"service-series">;

/** A service's figures over time without gaps in time: what had no requests has no errors and no durations either. */
export type Series = {
  /** Starts of the buckets, milliseconds since the epoch, ascending. */
  times: number[];
  points: (Point | undefined)[];
  stepMs: number;
  /** The last bucket is still filling, or the range ends within it. */
  lastIsPartial: boolean;
};

const niceSteps = [1, 5, 10, 30, 60, 300, 600, 900, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 604_800];
const wantedBuckets = 60;

/** Seconds of a bucket: three charts stand side by side, so they have room for fewer than the query would give. */
export function stepFor({ from, to }: Range): number {
  const seconds = (to - from) / 1_000;
  return niceSteps.find((one) => seconds / one <= wantedBuckets) ?? Math.ceil(seconds / wantedBuckets);
}

export function seriesOf(rows: readonly Point[], { from, to }: Range): Series {
  const stepMs = (rows[0]?.step ?? 1) * 1_000;
  if (rows.length === 0) return { times: [], points: [], stepMs, lastIsPartial: false };
  const known = new Map(rows.map((row) => [row.time, row]));
  const first = Math.floor(from / stepMs) * stepMs;
  const times = Array.from({ length: Math.ceil((to - first) / stepMs) }, (_, index) => first + index * stepMs);
  const points = times.map((time) => known.get(time));
  return { times, points, stepMs, lastIsPartial: first + times.length * stepMs > to };
}

export type Extent = { last: number | null; min: number | null; max: number | null };

/** The last, least and largest of a line's values; null where it has none. */
export function extentOf(values: readonly (number | null)[]): Extent {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return { last: null, min: null, max: null };
  return { last: known.at(-1) ?? null, min: Math.min(...known), max: Math.max(...known) };
}
