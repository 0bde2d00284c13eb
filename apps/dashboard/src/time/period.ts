import { addWallMonths, dayMs, fromWall, hourMs, minuteMs, startOfWallDay, startOfWallMonth, toWall } from "./zone.ts";

/** Half-open span of time, milliseconds since the epoch. */
export type Range = { from: number; to: number };

export const relativePeriods = ["realtime", "today", "yesterday", "24h", "7d", "30d", "month", "12mo"] as const;
export const periods = [...relativePeriods, "custom"] as const;
export type Period = (typeof periods)[number];
export type RelativePeriod = (typeof relativePeriods)[number];

export const periodNames: Record<Period, string> = {
  realtime: "Last 30 minutes",
  today: "Today",
  yesterday: "Yesterday",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  month: "This month",
  "12mo": "Last 12 months",
  custom: "Custom range",
};

/** What the address bar says about time. `from` and `to` count only when the period is custom. */
export type Selection = { period: Period; from: number | null; to: number | null };

export type Moment = { now: number; zone: string };

export type Interval = "minute" | "hour" | "day" | "week";

/** A selection worked out at one moment. */
export type Span = {
  /** The whole period; its end may lie ahead. */
  full: Range;
  /** The part of it that has passed: what queries ask for. */
  range: Range;
  /** The period before, cut where `range` is cut, so that half a day is compared with half a day. */
  previous: Range;
  interval: Interval;
};

export function resolvePeriod(selection: Selection, moment: Moment): Span {
  const full = fullRange(selection, moment);
  const range = { from: full.from, to: Math.max(Math.min(full.to, moment.now), full.from + 1) };
  return { full, range, previous: previousOf({ full, range }, moment.zone), interval: intervalFor(full) };
}

function fullRange({ period, from, to }: Selection, moment: Moment): Range {
  if (period !== "custom") return relativeRange(period, moment);
  if (from !== null && to !== null && from < to) return { from, to };
  return relativeRange("7d", moment);
}

function relativeRange(period: RelativePeriod, { now, zone }: Moment): Range {
  const wall = toWall(now, zone);
  const today = startOfWallDay(wall);
  const walls = (from: number, to: number): Range => ({ from: fromWall(from, zone), to: fromWall(to, zone) });
  switch (period) {
    case "realtime":
      return slidingRange({ now, bucketMs: minuteMs, buckets: 30 });
    case "24h":
      return slidingRange({ now, bucketMs: hourMs, buckets: 24 });
    case "today":
      return walls(today, today + dayMs);
    case "yesterday":
      return walls(today - dayMs, today);
    case "7d":
      return walls(today - 6 * dayMs, today + dayMs);
    case "30d":
      return walls(today - 29 * dayMs, today + dayMs);
    case "month":
      return walls(startOfWallMonth(wall), addWallMonths(startOfWallMonth(wall), 1));
    case "12mo":
      return walls(addWallMonths(startOfWallMonth(wall), -11), addWallMonths(startOfWallMonth(wall), 1));
  }
}

/** Ends with the bucket that is filling now, so that every bucket but the last is whole. */
function slidingRange({ now, bucketMs, buckets }: { now: number; bucketMs: number; buckets: number }): Range {
  const to = (Math.floor(now / bucketMs) + 1) * bucketMs;
  return { from: to - buckets * bucketMs, to };
}

function previousOf({ full, range }: { full: Range; range: Range }, zone: string): Range {
  const before = shiftRange(full, -1, zone);
  if (range.to === full.to) return before;
  const elapsed = toWall(range.to, zone) - toWall(range.from, zone);
  return { from: before.from, to: Math.min(fromWall(toWall(before.from, zone) + elapsed, zone), before.to) };
}

/** The range of the same length right before (-1) or after (1): whole months by months, whole days by days. */
export function shiftRange(range: Range, direction: -1 | 1, zone: string): Range {
  const from = toWall(range.from, zone);
  const to = toWall(range.to, zone);
  const shift = wallShift(from, to, direction);
  return { from: fromWall(shift(from), zone), to: fromWall(shift(to), zone) };
}

function wallShift(from: number, to: number, direction: -1 | 1): (wallMs: number) => number {
  const startsMonth = (wallMs: number) => startOfWallMonth(wallMs) === wallMs;
  if (startsMonth(from) && startsMonth(to)) {
    const months = monthOf(to) - monthOf(from);
    return (wallMs) => addWallMonths(wallMs, direction * months);
  }
  return (wallMs) => wallMs + direction * (to - from);
}

const monthOf = (wallMs: number): number => new Date(wallMs).getUTCFullYear() * 12 + new Date(wallMs).getUTCMonth();

/** Between about 12 and 120 buckets, so that points stay apart on a chart 1,100 px wide. */
export function intervalFor({ from, to }: Range): Interval {
  const lengthMs = to - from;
  if (lengthMs <= 2 * hourMs) return "minute";
  if (lengthMs <= 3 * dayMs) return "hour";
  if (lengthMs <= 120 * dayMs) return "day";
  return "week";
}

/** When the bucket that starts at `start` ends. */
export function bucketEnd(start: number, interval: Interval, zone: string): number {
  if (interval === "minute") return start + minuteMs;
  if (interval === "hour") return start + hourMs;
  return fromWall(toWall(start, zone) + (interval === "day" ? 1 : 7) * dayMs, zone);
}
