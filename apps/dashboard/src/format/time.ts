import type { Interval } from "../time/period.ts";

const locale = "en-GB";
const formats = new Map<string, Intl.DateTimeFormat>();

function format(epochMs: number, zone: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${zone} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: "h23", ...options });
  formats.set(key, known);
  return known.format(epochMs);
}

const day = { day: "numeric", month: "short" } as const;
const clock = { hour: "2-digit", minute: "2-digit" } as const;

export const clockTime = (epochMs: number, zone: string): string => format(epochMs, zone, clock);

export const clockSecond = (epochMs: number, zone: string): string =>
  format(epochMs, zone, { ...clock, second: "2-digit" });

export const shortDay = (epochMs: number, zone: string): string => format(epochMs, zone, day);

/** 10:30:15.042. */
export const clockMilli = (epochMs: number, zone: string): string =>
  format(epochMs, zone, { ...clock, second: "2-digit", fractionalSecondDigits: 3 });

/** 22 Nov, 10:30:15.042. */
export const dayAndClockMilli = (epochMs: number, zone: string): string =>
  format(epochMs, zone, { ...day, ...clock, second: "2-digit", fractionalSecondDigits: 3 });

/** 22 Nov, 10:30:15. */
export const dayAndClock = (epochMs: number, zone: string): string =>
  format(epochMs, zone, { ...day, ...clock, second: "2-digit" });

/** 22 Nov 2026, 10:30:15 UTC. */
export const exactTime = (epochMs: number, zone: string): string =>
  format(epochMs, zone, { ...day, year: "numeric", ...clock, second: "2-digit", timeZoneName: "short" });

/** 22 Nov 2026, 10:30:15.042 UTC. */
export const exactMilli = (epochMs: number, zone: string): string =>
  format(epochMs, zone, {
    ...day,
    year: "numeric",
    ...clock,
    second: "2-digit",
    fractionalSecondDigits: 3,
    timeZoneName: "short",
  });

/** Name of a chart bucket: the minute or hour with its day, the day with its weekday, the week by its first day. */
export function bucketName(start: number, interval: Interval, zone: string): string {
  if (interval === "minute") return format(start, zone, { ...day, ...clock });
  if (interval === "hour") return format(start, zone, { weekday: "short", ...day, ...clock });
  if (interval === "day") return format(start, zone, { weekday: "short", ...day, year: "numeric" });
  return `Week of ${format(start, zone, { ...day, year: "numeric" })}`;
}

/** 1 Nov – 7 Nov, or with clock times when a bound is not a midnight. `to` is exclusive. */
export function rangeName(from: number, to: number, zone: string): string {
  const midnight = (epochMs: number) => clockTime(epochMs, zone) === "00:00";
  if (midnight(from) && midnight(to)) return sameOrTwo(shortDay(from, zone), shortDay(to - 1, zone));
  const [first, last] = [shortDay(from, zone), shortDay(to, zone)];
  const start = `${first} ${clockTime(from, zone)}`;
  return first === last ? `${start} – ${clockTime(to, zone)}` : `${start} – ${last} ${clockTime(to, zone)}`;
}

const sameOrTwo = (first: string, last: string): string => (first === last ? first : `${first} – ${last}`);

/** just now, 40 s ago, 5 min ago, 3 h ago, 2 d ago; older than 30 days its date. */
export function relativeTime(epochMs: number, now: number, zone: string): string {
  const seconds = Math.floor((now - epochMs) / 1_000);
  if (seconds < 5) return "just now";
  if (seconds < 60) return `${seconds}\u202fs ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}\u202fmin ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)}\u202fh ago`;
  if (seconds < 30 * 86_400) return `${Math.floor(seconds / 86_400)}\u202fd ago`;
  return format(epochMs, zone, { ...day, year: "numeric" });
}
