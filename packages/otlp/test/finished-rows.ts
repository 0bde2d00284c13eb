import { rowSchemas, toDateTime64 } from "@perigee/schema";
import type fc from "fast-check";
import type { Logs, Metric, Metrics, RowGroup, Scoped, Spans } from "../src/index.ts";
import { anyLogs, anyMetrics, anySpans } from "./any-tree.ts";

export const receivedAt = Date.UTC(2026, 10, 22, 20);
const nanos = BigInt(receivedAt) * 1_000_000n;

/** Rows as ingest writes them: with the columns that it adds, and those of their group. */
export const finishedRows = ({ table, shared, rows }: RowGroup): Record<string, unknown>[] =>
  rows.map((row, seq) => ({
    project_id: 7,
    // The tests tell of a fixed day, which must not run out.
    retention_days: 3_650,
    received_at: toDateTime64(receivedAt),
    message_id: "018f0000-0000-7000-8000-000000000000",
    ...("seq" in rowSchemas[table].shape ? { seq } : {}),
    ...shared,
    ...row,
  }));

/** Any time becomes one of the last days, so that rows are not refused for their age. */
const recent = (time: bigint): bigint => nanos - (time % 100_000_000_000_000n);

const map = <Item>(tree: Scoped<Item>[], change: (item: Item) => Item): Scoped<Item>[] =>
  tree.map((scoped) => ({ ...scoped, items: scoped.items.map(change) }));

export const recentLogs: fc.Arbitrary<Logs> = anyLogs.map((logs) =>
  map(logs, (record) => ({ ...record, timeUnixNano: recent(record.timeUnixNano) })),
);

const isZero = (id: string): boolean => /^0+$/.test(id);

export const recentSpans: fc.Arbitrary<Spans> = anySpans.map((spans) =>
  map(spans, (span) => ({
    ...span,
    traceId: isZero(span.traceId) ? "1".repeat(32) : span.traceId,
    spanId: isZero(span.spanId) ? "1".repeat(16) : span.spanId,
    startTimeUnixNano: recent(span.startTimeUnixNano),
  })),
);

/** Histograms with as many buckets as their bounds ask for. */
const recentData = (data: Metric["data"]): Metric["data"] => {
  for (const point of data.points) point.timeUnixNano = recent(point.timeUnixNano);
  if (data.kind !== "histogram") return data;
  for (const point of data.points) point.bucketCounts = [0n, ...point.explicitBounds.map((_, index) => BigInt(index))];
  return data;
};

export const recentMetrics: fc.Arbitrary<Metrics> = anyMetrics.map((metrics) =>
  map(metrics, (metric) => ({ ...metric, data: recentData(structuredClone(metric.data)) })),
);

export const countItems = (tree: Scoped<unknown>[]): number => tree.reduce((sum, { items }) => sum + items.length, 0);

export const countPoints = (metrics: Metrics): number =>
  metrics.reduce((sum, { items }) => sum + items.reduce((points, { data }) => points + data.points.length, 0), 0);
