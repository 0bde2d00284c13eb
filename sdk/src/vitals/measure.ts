import type { VitalEvent } from "../wire.ts";

export type Metric = VitalEvent["metric"];

type Attribution = {
  [fact: string]: string | number | undefined;
  url?: string | undefined;
  sourceURL?: string | undefined;
};

/** The value of a metric and what it came from. */
export type Measure = {
  /** Milliseconds; CLS is a unitless score. */
  value: number;
  /** CSS selector of the element to blame. */
  target?: string | undefined;
  /** When the interaction began that caused it. */
  causedAt?: number | undefined;
  /** Under the names of the web-vitals library. */
  attribution?: Attribution | undefined;
};

/** The highest value that is still good, and the highest that is not yet poor (web.dev/articles/vitals). */
const thresholds: Record<Metric, readonly [number, number]> = {
  LCP: [2_500, 4_000],
  INP: [200, 500],
  CLS: [0.1, 0.25],
  FCP: [1_800, 3_000],
  TTFB: [800, 1_800],
};

export function rate(metric: Metric, value: number): VitalEvent["rating"] {
  const [good, fair] = thresholds[metric];
  return value > fair ? "poor" : value > good ? "needs-improvement" : "good";
}
