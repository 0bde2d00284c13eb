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
