import type { AnyValue } from "@perigee/otlp";
import type { TimeFormat } from "@perigee/schema";
import { readEpoch, readEpochByMagnitude } from "./epoch.ts";
import { type Clock, latestYear, type TimeParts, toUnixNano } from "./unix-nano.ts";

/** A longer text is no time: it need not be looked at. */
const maxChars = 64;

/** Reads a time as nanoseconds since the epoch; undefined where it is none, or not within 1970 to 2262. */
export function readTime(value: AnyValue, format: TimeFormat, clock: Clock): bigint | undefined {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "bigint") return undefined;
  const text = String(value).trim();
  if (text === "" || text.length > maxChars) return undefined;
  return readers[format](text, clock);
}

type Reader = (text: string, clock: Clock) => bigint | undefined;

const readers: Record<TimeFormat, Reader> = {
  "epoch-s": (text) => readEpoch(text, 1_000_000_000n),
  "epoch-ms": (text) => readEpoch(text, 1_000_000n),
  "epoch-us": (text) => readEpoch(text, 1_000n),
  "epoch-ns": (text) => readEpoch(text, 1n),
  iso: readIso,
  clf: readClf,
  syslog: readSyslogTime,
  asctime: readAsctime,
  auto: (text, clock) =>
    readEpochByMagnitude(text) ??
    readIso(text, clock) ??
    readClf(text) ??
    readSyslogTime(text, clock) ??
    readAsctime(text, clock),
};

const iso =
  /^(?<year>\d{4})[-/](?<month>\d\d)[-/](?<day>\d\d)[Tt _](?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:[.,](?<fraction>\d{1,9})\d*)?\s?(?<zone>Z|z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/;

/** ISO 8601 and RFC 3339, and what loggers make of them: a blank for the T, a comma before the fraction, slashes, no zone. */
export function readIso(text: string, clock: Clock): bigint | undefined {
  return fromGroups(iso.exec(text)?.groups, clock);
}

const clf = /^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}$/;

/** `10/Oct/2000:13:55:36 -0700`, as Apache and nginx write it. By places and not by groups: each line of an access log has one. */
export function readClf(text: string): bigint | undefined {
  if (!clf.test(text)) return undefined;
  return toUnixNano({
    year: numberAt(text, 7) * 100 + numberAt(text, 9),
    month: monthNames.indexOf(text.slice(3, 6)) + 1,
    day: numberAt(text, 0),
    hour: numberAt(text, 12),
    minute: numberAt(text, 15),
    second: numberAt(text, 18),
    nanos: 0n,
    utcOffsetMinutes: (numberAt(text, 22) * 60 + numberAt(text, 24)) * (text[21] === "-" ? -1 : 1),
  });
}

/** Of two digits. */
const numberAt = (text: string, place: number): number =>
  (text.charCodeAt(place) - digitZero) * 10 + text.charCodeAt(place + 1) - digitZero;
const digitZero = 0x30;

const syslog =
  /^(?<monthName>[A-Z][a-z]{2}) (?<day>[ \d]?\d) (?:(?<year>\d{4}) )?(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:\.(?<fraction>\d{1,9}))?$/;

/** `Oct  1 22:14:15` of RFC 3164, section 4.1.2. It has no year, so the latest is taken that does not lie ahead of the clock. */
export function readSyslogTime(text: string, clock: Clock): bigint | undefined {
  const groups = syslog.exec(text)?.groups;
  if (!groups || groups["year"]) return fromGroups(groups, clock);
  const readIn = (year: number) => fromGroups({ ...groups, year: String(year) }, clock);
  return latestYear(readIn, clock);
}

const asctime =
  /^[A-Z][a-z]{2} (?<monthName>[A-Z][a-z]{2}) (?<day>[ \d]?\d) (?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:\.(?<fraction>\d{1,9}))? (?<year>\d{4})$/;

/** `Sun Dec 04 04:47:44 2005`, as C's asctime and Apache's error log have it. */
function readAsctime(text: string, clock: Clock): bigint | undefined {
  return fromGroups(asctime.exec(text)?.groups, clock);
}

const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

type Groups = { [name: string]: string | undefined };

function fromGroups(groups: Groups | undefined, { utcOffsetMinutes }: Clock): bigint | undefined {
  if (!groups) return undefined;
  const { year, month, monthName, day, hour, minute, second, fraction, zone } = groups;
  const parts: TimeParts = {
    year: Number(year),
    month: monthName === undefined ? Number(month) : monthNames.indexOf(monthName) + 1,
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    nanos: BigInt((fraction ?? "").padEnd(9, "0")),
    utcOffsetMinutes: zone === undefined ? utcOffsetMinutes : offsetOf(zone),
  };
  return toUnixNano(parts);
}

/** Minutes east of Greenwich of `Z`, `+02:00`, `-0700` or `+02`. */
export function offsetOf(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === "-" ? -size : size;
}
