import { describe, expect, it } from "vitest";
import { extentOf, seriesOf, stepFor } from "./series.ts";

const minute = 60_000;
const point = (time: number) => ({
  ...{ time, requests: 1, rate: 1 / 60, errors: 0, errorRate: 0, p50Ms: 1, p95Ms: 1, p99Ms: 1 },
  step: 60,
});

describe("seriesOf", () => {
  it("has every bucket of the range, also those in which nothing happened", () => {
    const rows = [point(2 * minute), point(4 * minute)];
    expect(seriesOf(rows, { from: minute, to: 5 * minute })).toEqual({
      times: [1, 2, 3, 4].map((index) => index * minute),
      points: [undefined, rows[0], undefined, rows[1]],
      stepMs: minute,
      lastIsPartial: false,
    });
  });

  it("begins with the bucket that the range begins in, and says whether it ends within one", () => {
    const series = seriesOf([point(minute)], { from: minute + 30_000, to: 3 * minute - 1 });
    expect(series).toMatchObject({ times: [minute, 2 * minute], lastIsPartial: true });
  });

  it("is empty where nothing happened at all", () => {
    expect(seriesOf([], { from: 0, to: minute })).toMatchObject({ times: [], points: [], lastIsPartial: false });
  });
});

describe("stepFor", () => {
  const hour = 60 * minute;
  it.each([
    [1, 1],
    [30 * minute, 30],
    [24 * hour, 1_800],
    [7 * 24 * hour, 10_800],
    [365 * 24 * hour, 604_800],
    [100_000 * 24 * hour, 144_000_000],
  ])("of %d ms is %d s", (length, step) => {
    expect(stepFor({ from: 5, to: 5 + length })).toBe(step);
  });
});

describe("extentOf", () => {
  it.each([
    [[3, null, 1, 2, null], { last: 2, min: 1, max: 3 }],
    [[0], { last: 0, min: 0, max: 0 }],
    [[null], { last: null, min: null, max: null }],
    [[], { last: null, min: null, max: null }],
  ])("of %j is %j", (values, extent) => {
    expect(extentOf(values)).toEqual(extent);
  });
});
