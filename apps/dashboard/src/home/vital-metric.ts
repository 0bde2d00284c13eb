import { parseAsStringLiteral, useQueryState } from "nuqs";
import { duration } from "../format/number.ts";

export type VitalMetric = "LCP" | "INP" | "CLS" | "FCP" | "TTFB";
export type Rating = "good" | "needs-improvement" | "poor";

type Vital = {
  name: string;
  /** Upper bounds of "good" and of "needs improvement", as web.dev sets them. Milliseconds; CLS has no unit. */
  good: number;
  needs: number;
};

export const vitals: Record<VitalMetric, Vital> = {
  LCP: { name: "Largest Contentful Paint", good: 2_500, needs: 4_000 },
  INP: { name: "Interaction to Next Paint", good: 200, needs: 500 },
  CLS: { name: "Cumulative Layout Shift", good: 0.1, needs: 0.25 },
  FCP: { name: "First Contentful Paint", good: 1_800, needs: 3_000 },
  TTFB: { name: "Time to First Byte", good: 800, needs: 1_800 },
};

export const vitalMetrics = Object.keys(vitals) as VitalMetric[];

export const ratingNames: Record<Rating, string> = {
  good: "Good",
  "needs-improvement": "Needs improvement",
  poor: "Poor",
};

export function rate(metric: VitalMetric, value: number): Rating {
  if (value <= vitals[metric].good) return "good";
  return value <= vitals[metric].needs ? "needs-improvement" : "poor";
}

const score = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 3, minimumFractionDigits: 2 });

/** A value with its unit; CLS is a score without one. */
export const vitalValue = (metric: string, value: number): string =>
  metric === "CLS" ? score.format(value) : duration(value);

/** The vital whose slow routes are listed. */
export const useVitalMetric = () => useQueryState("vital", parseAsStringLiteral(vitalMetrics).withDefault("LCP"));
