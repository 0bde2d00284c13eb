/** What times are read by that do not say all: the present, and the offset of times without a zone, minutes east of Greenwich. */
export type Clock = { nowMs: number; utcOffsetMinutes: number };

/** A time as a calendar and a clock show it. `month` is 1 to 12; `nanos` are those of the second. */
export type TimeParts = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  nanos: bigint;
  utcOffsetMinutes: number;
};

/** Nanoseconds since the epoch, or undefined for the thirtieth of February and the like. A leap second is the first of the next minute. */
export function toUnixNano({ year, month, day, ...time }: TimeParts): bigint | undefined {
  const { hour, minute, second, nanos, utcOffsetMinutes } = time;
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  if (!isDay || hour > 23 || minute > 59 || second > 60) return undefined;
  const midnight = Date.UTC(year, month - 1, day);
  const seconds = midnight / 1_000 + (hour * 60 + minute - utcOffsetMinutes) * 60 + second;
  return withinRange(BigInt(seconds) * 1_000_000_000n + nanos);
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Before the epoch there were no logs, and beyond 2^63 ns (the year 2262) there is no place for them. */
export const withinRange = (unixNano: bigint): bigint | undefined =>
  unixNano > 0n && unixNano < 2n ** 63n ? unixNano : undefined;

const dayMs = 24 * 3_600_000;

/** A time without a year is the latest that lies at most a day ahead of the clock: zones differ, and so do clocks. */
export function latestYear(
  readIn: (year: number) => bigint | undefined,
  { nowMs }: Pick<Clock, "nowMs">,
): bigint | undefined {
  const endMs = nowMs + dayMs;
  const end = BigInt(Math.trunc(endMs)) * 1_000_000n;
  const year = new Date(endMs).getUTCFullYear();
  const time = readIn(year);
  return time !== undefined && time <= end ? time : readIn(year - 1);
}
