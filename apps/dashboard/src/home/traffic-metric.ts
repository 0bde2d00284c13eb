import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { Row } from "../api/rows.ts";
import { exactCount, percent, ratio, shortCount, wholeDuration } from "../format/number.ts";

type Metric = {
  name: string;
  total: (totals: Row<"overview">) => number;
  point: (point: Row<"traffic-series">) => number;
  /** As large as the stat, and exactly, as tooltips say it. */
  short: (value: number) => string;
  exact: (value: number) => string;
  /** More of it is worse. */
  lowerIsBetter?: boolean;
  /** Steps of the chart's value axis. */
  steps: readonly number[];
};

const decades = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index)).flatMap((n) => [n, 2 * n, 5 * n]);

/** Nobody counts half a visitor. */
const wholeSteps = decades(0, 9);
const fineSteps = decades(-3, 6);
const clockSteps = [1, 2, 5, 10, 15, 30]
  .flatMap((n) => [n * 1_000, n * 60_000])
  .concat([3_600_000, 7_200_000, 21_600_000])
  .toSorted((a, b) => a - b);

export const trafficMetrics = {
  visitors: {
    name: "Unique visitors",
    total: (totals) => totals.visitors,
    point: (point) => point.visitors,
    short: shortCount,
    exact: exactCount,
    steps: wholeSteps,
  },
  pageviews: {
    name: "Page views",
    total: (totals) => totals.pageviews,
    point: (point) => point.pageviews,
    short: shortCount,
    exact: exactCount,
    steps: wholeSteps,
  },
  sessions: {
    name: "Visits",
    total: (totals) => totals.sessions,
    point: (point) => point.sessions,
    short: shortCount,
    exact: exactCount,
    steps: wholeSteps,
  },
  bounces: {
    name: "Bounce rate",
    total: (totals) => totals.bounceRate,
    point: (point) => point.bounceRate,
    short: percent,
    exact: percent,
    lowerIsBetter: true,
    steps: fineSteps,
  },
  duration: {
    name: "Visit duration",
    total: (totals) => totals.sessionDurationMs,
    point: (point) => point.sessionDurationMs,
    short: wholeDuration,
    exact: wholeDuration,
    steps: clockSteps,
  },
  views: {
    name: "Views per visit",
    total: (totals) => totals.viewsPerSession,
    point: (point) => (point.sessions === 0 ? 0 : point.pageviews / point.sessions),
    short: ratio,
    exact: ratio,
    steps: fineSteps,
  },
} as const satisfies Record<string, Metric>;

export type TrafficMetric = keyof typeof trafficMetrics;
export const trafficMetricKeys = Object.keys(trafficMetrics) as TrafficMetric[];

export const metricOf = (key: TrafficMetric): Metric => trafficMetrics[key];

/** The stat that the chart draws. */
export const useTrafficMetric = () =>
  useQueryState("metric", parseAsStringLiteral(trafficMetricKeys).withDefault("visitors"));
