type Metric = "LCP" | "INP" | "CLS" | "FCP" | "TTFB";
type Rating = "good" | "needs-improvement" | "poor";

/** Up to where a value is good, and from where on it is poor: milliseconds; CLS is a score. https://web.dev/articles/vitals */
const thresholds: Record<Metric, readonly [good: number, poor: number]> = {
  LCP: [2_500, 4_000],
  INP: [200, 500],
  CLS: [0.1, 0.25],
  FCP: [1_800, 3_000],
  TTFB: [800, 1_800],
};

const metrics = Object.keys(thresholds) as Metric[];

export const vitalNamed = (name: string): Metric | undefined => metrics.find((metric) => metric === name.toUpperCase());

export function ratingOf(metric: Metric, value: number): Rating {
  const [good, poor] = thresholds[metric];
  if (value <= good) return "good";
  return value <= poor ? "needs-improvement" : "poor";
}
