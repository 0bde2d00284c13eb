import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { offsetOf, readTime } from "./timestamp.ts";

const clock = { nowMs: Date.parse("2026-11-22T12:00:00Z"), utcOffsetMinutes: 0 };
const nanos = (iso: string, more = 0n) => BigInt(Date.parse(iso)) * 1_000_000n + more;

describe("a time", () => {
  it.each([
    ["iso", "2026-11-22T10:00:00Z", nanos("2026-11-22T10:00:00Z")],
    ["iso", "2026-11-22T10:00:00.123456789+02:00", nanos("2026-11-22T08:00:00.123Z", 456_789n)],
    ["iso", "2026-11-22 10:00:00,5", nanos("2026-11-22T10:00:00.5Z")],
    ["iso", "2026/11/22 10:00:00 UTC", nanos("2026-11-22T10:00:00Z")],
    ["iso", "2016-12-31T23:59:60Z", nanos("2017-01-01T00:00:00Z")],
    ["clf", "10/Oct/2000:13:55:36 -0700", nanos("2000-10-10T20:55:36Z")],
    ["syslog", "Oct  1 22:14:15", nanos("2026-10-01T22:14:15Z")],
    ["syslog", "Oct 11 2003 22:14:15.25", nanos("2003-10-11T22:14:15.25Z")],
    ["asctime", "Sun Dec 04 04:47:44 2005", nanos("2005-12-04T04:47:44Z")],
    ["asctime", "Wed Oct 11 14:32:52.127812 2000", nanos("2000-10-11T14:32:52.127Z", 812_000n)],
    ["epoch-s", 1_700_000_000, 1_700_000_000_000_000_000n],
    ["epoch-s", 1_700_000_000.125, 1_700_000_000_125_000_000n],
    ["epoch-s", "5.000000001", 5_000_000_001n],
    ["epoch-ms", 1_700_000_000_000, 1_700_000_000_000_000_000n],
    ["epoch-us", "1700000000000001", 1_700_000_000_000_001_000n],
    ["epoch-ns", "1700000000000000001", 1_700_000_000_000_000_001n],
    ["epoch-ns", 1_700_000_000_000_000_001n, 1_700_000_000_000_000_001n],
  ] as const)("as %s: %s", (format, value, expected) => {
    expect(readTime(value, format, clock)).toBe(expected);
  });

  it.each([
    ["iso", "2026-02-30T10:00:00Z"],
    ["iso", "2026-11-22T24:00:00Z"],
    ["iso", "2026-13-01T00:00:00Z"],
    ["iso", "1969-12-31T23:59:59Z"],
    ["iso", "2263-01-01T00:00:00Z"],
    ["iso", "2026-11-22"],
    ["iso", "1700000000"],
    ["clf", "10/Okt/2000:13:55:36 -0700"],
    ["syslog", "Feb 30 10:00:00"],
    ["epoch-s", "-5"],
    ["epoch-s", "0"],
    ["epoch-s", "1e9"],
    ["epoch-s", "9999999999999999999"],
    ["auto", 12.5],
    ["auto", "soon"],
    ["auto", ""],
    ["auto", true],
    ["auto", "2".repeat(1_000)],
  ] as const)("is not %s of %s", (format, value) => {
    expect(readTime(value, format, clock)).toBeUndefined();
  });

  it("is told by its form and size: what any format writes is read back without naming it", () => {
    const time = fc.date({ min: new Date("2002-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
    const forms: ((date: Date) => string | number)[] = [
      (date) => date.toISOString(),
      (date) => date.toISOString().replace("T", " ").replace("Z", ""),
      (date) => date.getTime(),
      (date) => date.getTime() / 1_000,
      (date) => `${date.getTime()}000`,
      (date) => `${date.getTime()}000000`,
    ];
    fc.assert(
      fc.property(time, fc.constantFrom(...forms), (date, write) => {
        expect(readTime(write(date), "auto", clock)).toBe(BigInt(date.getTime()) * 1_000_000n);
      }),
    );
  });

  it("without a zone is in the one that is given, with one in its own", () => {
    const berlin = { ...clock, utcOffsetMinutes: offsetOf("+01:00") };
    expect(readTime("2026-11-22 10:00:00", "auto", berlin)).toBe(nanos("2026-11-22T09:00:00Z"));
    expect(readTime("2026-11-22T10:00:00-0330", "auto", berlin)).toBe(nanos("2026-11-22T13:30:00Z"));
  });
});
