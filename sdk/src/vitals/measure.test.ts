import { expect, it } from "vitest";
import { rate } from "./measure.ts";

it.each([
  ["LCP", 2_500, 4_000],
  ["INP", 200, 500],
  ["CLS", 0.1, 0.25],
  ["FCP", 1_800, 3_000],
  ["TTFB", 800, 1_800],
] as const)("rates %s by its thresholds, which still belong to the better side", (metric, good, fair) => {
  expect([0, good, good * 1.001, fair, fair * 1.001].map((value) => rate(metric, value))).toEqual([
    "good",
    "good",
    "needs-improvement",
    "needs-improvement",
    "poor",
  ]);
});
