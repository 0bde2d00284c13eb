import { gzipSync } from "node:zlib";
import {
  type IngestTable,
  internalProjectId,
  internalRetentionDays,
  type MetricGaugeRow,
  type MetricHistogramRow,
  type MetricSumRow,
  type QueueMessage,
  temporality,
  toDateTime64,
} from "@perigee/schema";
import type { Point } from "./points.ts";

/** Who reports, and for which time. Times are milliseconds since the epoch. */
export type Origin = { service: string; instance: string; id: string; startedAt: number; now: number };

/** Where points of each kind lie. */
export const tableOf = {
  sum: "otel_metrics_sum",
  gauge: "otel_metrics_gauge",
  histogram: "otel_metrics_histogram",
} as const satisfies Record<Point["kind"], IngestTable>;

type MetricRow =
  | { table: "otel_metrics_sum"; row: MetricSumRow }
  | { table: "otel_metrics_gauge"; row: MetricGaugeRow }
  | { table: "otel_metrics_histogram"; row: MetricHistogramRow };

/** Points as a message of the internal project, in the form in which all telemetry goes through the queue. */
export function reportMessage(points: Point[], origin: Origin): QueueMessage {
  const tables = Map.groupBy(
    points.map((point) => rowOf(point, origin)),
    ({ table }) => table,
  );
  const segments = Array.from(tables, ([table, rows]) => {
    const lines = rows.map(({ row }) => `${JSON.stringify(row)}\n`).join("");
    return { table, rows: rows.length, gzip: gzipSync(lines, { level: 1 }) };
  });
  return { id: origin.id, projectId: internalProjectId, receivedAt: origin.now, archive: false, segments };
}

/** Isolates come and go, so each tells what it counted since its last report (delta), and sums over rows are right. */
function rowOf(point: Point, origin: Origin): MetricRow {
  const head = headOf(point, origin);
  switch (point.kind) {
    case "sum":
      return {
        table: "otel_metrics_sum",
        row: {
          ...head,
          Value: point.value,
          Flags: 0,
          ...noExemplars,
          AggregationTemporality: temporality.delta,
          IsMonotonic: true,
        },
      };
    case "gauge":
      return { table: "otel_metrics_gauge", row: { ...head, Value: point.value, Flags: 0, ...noExemplars } };
    case "histogram":
      return { table: "otel_metrics_histogram", row: { ...head, ...histogramColumns(point.value) } };
  }
}

const histogramColumns = ({
  count,
  sum,
  buckets,
  bounds,
  min,
  max,
}: Extract<Point, { kind: "histogram" }>["value"]) => ({
  Count: String(count),
  Sum: sum,
  BucketCounts: buckets.map(String),
  ExplicitBounds: [...bounds],
  ...noExemplars,
  Flags: 0,
  Min: min,
  Max: max,
  AggregationTemporality: temporality.delta,
});

const noExemplars = {
  "Exemplars.FilteredAttributes": [],
  "Exemplars.TimeUnix": [],
  "Exemplars.Value": [],
  "Exemplars.SpanId": [],
  "Exemplars.TraceId": [],
};

const headOf = (point: Point, { service, instance, id, startedAt, now }: Origin) => ({
  project_id: internalProjectId,
  retention_days: internalRetentionDays,
  received_at: toDateTime64(now),
  message_id: id,
  ResourceAttributes: { "service.namespace": "perigee", "service.name": service, "service.instance.id": instance },
  ResourceSchemaUrl: "",
  ScopeName: "@perigee/self-metrics",
  ScopeVersion: "",
  ScopeAttributes: {},
  ScopeDroppedAttrCount: 0,
  ScopeSchemaUrl: "",
  ServiceName: service,
  MetricName: point.name,
  MetricDescription: point.description,
  MetricUnit: point.unit,
  Attributes: point.attributes,
  StartTimeUnix: toDateTime64(point.kind === "gauge" ? now : startedAt),
  TimeUnix: toDateTime64(now),
});
