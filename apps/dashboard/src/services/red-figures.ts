import type { Row } from "../api/rows.ts";
import { counted, percent, perSecond, spanDuration } from "../format/number.ts";

type Point = Row<"service-series">;

type Line = {
  name: string;
  /** Name of its colour variable. */
  colour: string;
  value: (point: Point | undefined) => number | null;
};

export type Figure = {
  title: string;
  lines: readonly Line[];
  format: (value: number) => string;
  /** Over the whole range, and what stands behind it. */
  whole: (row: Row<"service-overview">) => [value: string, behind: string];
  /** Steps of the value axis. */
  steps: readonly number[];
};

const decades = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index)).flatMap((n) => [n, 2 * n, 5 * n]);

const quantile = (name: "p50" | "p95" | "p99", colour: string): Line => ({
  name,
  colour,
  value: (point) => point?.[`${name}Ms`] ?? null,
});

/** Rate, errors and duration. Where there were no requests the rate is zero, and nothing can be said of the others. */
export const figures: readonly Figure[] = [
  {
    title: "Requests per second",
    lines: [{ name: "Requests/s", colour: "series-1", value: (point) => point?.rate ?? 0 }],
    format: perSecond,
    whole: ({ rate, requests }) => [perSecond(rate), counted(requests, "request")],
    steps: decades(-6, 7),
  },
  {
    title: "Error rate",
    lines: [{ name: "Error rate", colour: "poor", value: (point) => point?.errorRate ?? null }],
    format: percent,
    whole: ({ errorRate, errors }) => [percent(errorRate), counted(errors, "error")],
    steps: decades(-4, 0),
  },
  {
    title: "Duration",
    lines: [quantile("p50", "series-3"), quantile("p95", "series-1"), quantile("p99", "series-4")],
    format: spanDuration,
    whole: ({ p95Ms }) => [spanDuration(p95Ms), "95th percentile"],
    steps: decades(-3, 7),
  },
];
