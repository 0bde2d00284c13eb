import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bucketEnd,
  intervalFor,
  periods,
  relativePeriods,
  resolvePeriod,
  type Selection,
  shiftRange,
} from "./period.ts";
import { dayMs, fromWall, hourMs, minuteMs, toWall } from "./zone.ts";

const at = (iso: string) => Date.parse(iso);
const relative = (period: Selection["period"]): Selection => ({ period, from: null, to: null });
const iso = ({ from, to }: { from: number; to: number }) => [new Date(from).toISOString(), new Date(to).toISOString()];

describe("resolvePeriod", () => {
  const now = at("2026-11-22T10:30:15Z");
  const moment = { now, zone: "UTC" };

  it.each([
    ["realtime", "2026-11-22T10:01:00.000Z", "2026-11-22T10:31:00.000Z", "minute"],
    ["today", "2026-11-22T00:00:00.000Z", "2026-11-23T00:00:00.000Z", "hour"],
    ["yesterday", "2026-11-21T00:00:00.000Z", "2026-11-22T00:00:00.000Z", "hour"],
    ["24h", "2026-11-21T11:00:00.000Z", "2026-11-22T11:00:00.000Z", "hour"],
    ["7d", "2026-11-16T00:00:00.000Z", "2026-11-23T00:00:00.000Z", "day"],
    ["30d", "2026-10-24T00:00:00.000Z", "2026-11-23T00:00:00.000Z", "day"],
    ["month", "2026-11-01T00:00:00.000Z", "2026-12-01T00:00:00.000Z", "day"],
    ["12mo", "2025-12-01T00:00:00.000Z", "2026-12-01T00:00:00.000Z", "week"],
  ] as const)("%s spans %s to %s by %s", (...[period, from, to, interval]) => {
    const span = resolvePeriod(relative(period), moment);
    expect(iso(span.full)).toEqual([from, to]);
    expect(span.interval).toBe(interval);
  });

  it("asks only for what has passed and compares it with as much of the period before", () => {
    const span = resolvePeriod(relative("today"), moment);
    expect(iso(span.range)).toEqual(["2026-11-22T00:00:00.000Z", "2026-11-22T10:30:15.000Z"]);
    expect(iso(span.previous)).toEqual(["2026-11-21T00:00:00.000Z", "2026-11-21T10:30:15.000Z"]);
  });

  it("compares a month with the month before, not with 30 days", () => {
    expect(iso(resolvePeriod(relative("month"), moment).previous)[0]).toBe("2026-10-01T00:00:00.000Z");
  });

  it("never lets the previous part reach into the period itself", () => {
    const span = resolvePeriod(relative("month"), { now: at("2026-03-31T12:00:00Z"), zone: "UTC" });
    expect(iso(span.previous)).toEqual(["2026-02-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z"]);
  });

  it("starts days at midnight of the zone, on days of a clock change too", () => {
    const berlin = resolvePeriod(relative("today"), { now: at("2026-10-25T12:00:00Z"), zone: "Europe/Berlin" });
    expect(iso(berlin.full)).toEqual(["2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"]);
  });

  it("takes a custom range as it is and falls back to 7 days when it is not one", () => {
    const range = { from: at("2026-11-01T00:00:00Z"), to: at("2026-11-03T00:00:00Z") };
    expect(resolvePeriod({ period: "custom", ...range }, moment).range).toEqual(range);
    expect(resolvePeriod({ period: "custom", from: range.to, to: range.from }, moment)).toEqual(
      resolvePeriod(relative("7d"), moment),
    );
  });

  const zones = ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Auckland"];
  it("holds for every period, moment and zone: the past lies inside the period, the one before ends where it starts at the latest", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...relativePeriods),
        fc.integer({ min: at("2020-01-01T00:00:00Z"), max: at("2030-01-01T00:00:00Z") }),
        fc.constantFrom(...zones),
        (period, instant, zone) => {
          const { full, range, previous } = resolvePeriod(relative(period), { now: instant, zone });
          expect(range.from).toBe(full.from);
          expect(range.to).toBeLessThanOrEqual(Math.max(full.to, full.from + 1));
          expect(range.to).toBeLessThanOrEqual(Math.max(instant, full.from + 1));
          expect(previous.from).toBeLessThan(previous.to);
          expect(previous.to).toBeLessThanOrEqual(full.from);
        },
      ),
    );
  });
});

const isMonths = ({ from, to }: { from: number; to: number }) =>
  [from, to].every((bound) => new Date(bound).getUTCDate() === 1);

describe("shiftRange", () => {
  it("shifts whole months by months and all else by its length", () => {
    const month = { from: at("2026-02-01T00:00:00Z"), to: at("2026-03-01T00:00:00Z") };
    expect(iso(shiftRange(month, 1, "UTC"))).toEqual(["2026-03-01T00:00:00.000Z", "2026-04-01T00:00:00.000Z"]);
    const hours = { from: at("2026-02-03T04:00:00Z"), to: at("2026-02-03T06:00:00Z") };
    expect(iso(shiftRange(hours, -1, "UTC"))).toEqual(["2026-02-03T02:00:00.000Z", "2026-02-03T04:00:00.000Z"]);
  });

  it("comes back when shifted there and back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 1, max: 400 }), (day, days) => {
        const range = { from: day * dayMs, to: (day + days) * dayMs };
        const there = shiftRange(range, 1, "UTC");
        // Whole months go by months, so days that become months do not come back: from 2 March on, 30 days are April next.
        fc.pre(isMonths(range) === isMonths(there));
        expect(shiftRange(there, -1, "UTC")).toEqual(range);
      }),
    );
  });
});

describe("wall time", () => {
  it("is undone by fromWall outside of clock changes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (instant) => {
        expect(fromWall(toWall(instant, "Asia/Kolkata"), "Asia/Kolkata")).toBe(instant);
      }),
    );
  });
});

describe("buckets", () => {
  it.each([
    [30 * minuteMs, "minute"],
    [2 * hourMs, "minute"],
    [2 * hourMs + 1, "hour"],
    [3 * dayMs, "hour"],
    [7 * dayMs, "day"],
    [120 * dayMs, "day"],
    [365 * dayMs, "week"],
  ])("of a range of %i ms are one %s long", (lengthMs, interval) => {
    expect(intervalFor({ from: 0, to: lengthMs })).toBe(interval);
  });

  it("of a day end 25 hours later when clocks go back", () => {
    const start = at("2026-10-24T22:00:00Z");
    expect(bucketEnd(start, "day", "Europe/Berlin") - start).toBe(25 * hourMs);
    expect(bucketEnd(start, "hour", "Europe/Berlin") - start).toBe(hourMs);
  });
});

it("names every period once", () => expect(new Set(periods).size).toBe(periods.length));
