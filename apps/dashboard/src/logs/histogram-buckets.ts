import type { Row } from "../api/rows.ts";
import type { Range } from "../time/period.ts";
import { type Severity, severityNames } from "./severity.tsx";

export type Histogram = {
  /** Starts of all buckets of the range, milliseconds since the epoch. */
  times: number[];
  stepMs: number;
  /** Counts a bucket; only of severities that occur. */
  counts: Map<Severity, number[]>;
  totals: Map<Severity, number>;
};

/** Counts of all buckets of the range, those without records too; null where there are none at all. */
export function histogramOf(rows: readonly Row<"logs-histogram">[], { from, to }: Range): Histogram | null {
  const [first] = rows;
  if (!first) return null;
  const stepMs = first.step * 1_000;
  const start = Math.floor(from / stepMs) * stepMs;
  const times = Array.from({ length: Math.ceil((to - start) / stepMs) }, (_, index) => start + index * stepMs);
  const bySeverity = Map.groupBy(rows, ({ severity }) => severity);
  const counts = new Map(
    severityNames
      .filter((severity) => bySeverity.has(severity))
      .map((severity) => {
        const values = times.map(() => 0);
        for (const { time, records } of bySeverity.get(severity) ?? []) values[(time - start) / stepMs] = records;
        return [severity, values];
      }),
  );
  const totals = new Map(Array.from(counts, ([severity, values]) => [severity, values.reduce((a, b) => a + b, 0)]));
  return { times, stepMs, counts, totals };
}
