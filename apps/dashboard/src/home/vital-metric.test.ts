import { describe, expect, it } from "vitest";
import { rate, vitalValue } from "./vital-metric.ts";

describe("rate", () => {
  it.each([
    ["LCP", 2_500, "good"],
    ["LCP", 2_501, "needs-improvement"],
    ["LCP", 4_001, "poor"],
    ["CLS", 0.1, "good"],
    ["CLS", 0.26, "poor"],
    ["INP", 200, "good"],
    ["TTFB", 1_800, "needs-improvement"],
  ] as const)("%s of %f is %s", (metric, value, rating) => expect(rate(metric, value)).toBe(rating));
});

it("gives CLS no unit and everything else one", () => {
  expect(vitalValue("CLS", 0.0512)).toBe("0.051");
  expect(vitalValue("INP", 184)).toBe("184\u202fms");
});
