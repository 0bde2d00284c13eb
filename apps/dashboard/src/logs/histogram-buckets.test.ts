import { describe, expect, it } from "vitest";
import { histogramOf } from "./histogram-buckets.ts";

const row = (time: number, severity: "info" | "error", records: number) => ({ time, severity, records, step: 60 });

describe("the histogram", () => {
  it("has all buckets of the range, the cut ones at its edges too", () => {
    const histogram = histogramOf([row(60_000, "info", 3), row(180_000, "error", 1), row(180_000, "info", 2)], {
      from: 61_000,
      to: 240_001,
    });
    expect(histogram).toEqual({
      times: [60_000, 120_000, 180_000, 240_000],
      stepMs: 60_000,
      counts: new Map([
        ["error", [0, 0, 1, 0]],
        ["info", [3, 0, 2, 0]],
      ]),
      totals: new Map([
        ["error", 1],
        ["info", 5],
      ]),
    });
  });

  it("is none without records", () => expect(histogramOf([], { from: 0, to: 60_000 })).toBeNull());
});
