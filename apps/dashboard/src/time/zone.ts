/**
 * Calendar arithmetic happens on wall time: milliseconds since the epoch whose UTC reading is what a wall clock in the zone shows.
 * So days, weeks and months are plain UTC arithmetic, and clock changes are met only here.
 */

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formatters.set(zone, made);
  return made;
}

/** Wall time in `zone` (IANA name) at an instant. */
export function toWall(epochMs: number, zone: string): number {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatterOf(zone).formatToParts(epochMs)) part[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((epochMs % 1000) + 1000) % 1000);
}

/** The instant of a wall time. A time that a clock change skips gives the instant one offset later. */
export function fromWall(wallMs: number, zone: string): number {
  const guess = wallMs - offsetAt(wallMs, zone);
  return wallMs - offsetAt(guess, zone);
}

const offsetAt = (epochMs: number, zone: string): number => toWall(epochMs, zone) - epochMs;

export const dayMs = 86_400_000;
export const hourMs = 3_600_000;
export const minuteMs = 60_000;

export const startOfWallDay = (wallMs: number): number => Math.floor(wallMs / dayMs) * dayMs;

export function startOfWallMonth(wallMs: number): number {
  const date = new Date(wallMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

/** `wallMs` must be the start of a month. */
export function addWallMonths(wallMs: number, months: number): number {
  const date = new Date(wallMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
}
