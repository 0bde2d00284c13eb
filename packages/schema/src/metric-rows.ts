import { z } from "zod";
import {
  dateTime64,
  dateTime64Nanos,
  entityRefs,
  float64,
  int32,
  stringMap,
  uint16,
  uint32,
  uint64,
} from "./row-columns.ts";

/**
 * Rows of metrics: one row a data point, with the columns of OpenTelemetry's ClickHouse exporter and, before them, the four that
 * every table of ours has. Nested exemplars are lists of equal length, one a field.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/exporter/clickhouseexporter
 */

const head = {
  project_id: uint32,
  retention_days: uint16,
  received_at: dateTime64,
  /** Id of the queue message that carried the row: tells on redelivery whether it was written before. */
  message_id: z.uuid(),
  ResourceAttributes: stringMap,
  ResourceSchemaUrl: z.string(),
  /** Left out where it is 0, as that of the scope may be; what else is optional, where it is empty. */
  ResourceDroppedAttrCount: uint32.optional(),
  ...entityRefs,
  ScopeName: z.string(),
  ScopeVersion: z.string(),
  ScopeAttributes: stringMap,
  ScopeDroppedAttrCount: uint32.optional(),
  ScopeSchemaUrl: z.string(),
  ServiceName: z.string(),
  MetricName: z.string(),
  MetricDescription: z.string(),
  MetricUnit: z.string(),
  MetricMetadata: stringMap.optional(),
  Attributes: stringMap,
  StartTimeUnix: dateTime64Nanos,
  TimeUnix: dateTime64Nanos,
};

const exemplars = {
  "Exemplars.FilteredAttributes": z.array(stringMap),
  "Exemplars.TimeUnix": z.array(dateTime64Nanos),
  "Exemplars.Value": z.array(float64),
  "Exemplars.SpanId": z.array(z.string()),
  "Exemplars.TraceId": z.array(z.string()),
};

/** `AggregationTemporality` of the OpenTelemetry protocol. */
export const temporality = { delta: 1, cumulative: 2 } as const;

const anyTemporality = z.int().min(0).max(2);

export const MetricGaugeRow = z.object({ ...head, Value: float64, Flags: uint32, ...exemplars });
export type MetricGaugeRow = z.infer<typeof MetricGaugeRow>;

export const MetricSumRow = z.object({
  ...head,
  Value: float64,
  Flags: uint32,
  ...exemplars,
  AggregationTemporality: anyTemporality,
  IsMonotonic: z.boolean(),
});
export type MetricSumRow = z.infer<typeof MetricSumRow>;

export const MetricHistogramRow = z.object({
  ...head,
  Count: uint64,
  Sum: float64,
  /** One more than there are bounds; not cumulative. */
  BucketCounts: z.array(uint64),
  ExplicitBounds: z.array(float64),
  ...exemplars,
  Flags: uint32,
  Min: float64,
  Max: float64,
  AggregationTemporality: anyTemporality,
});
export type MetricHistogramRow = z.infer<typeof MetricHistogramRow>;

export const MetricExponentialHistogramRow = z.object({
  ...head,
  Count: uint64,
  Sum: float64,
  Scale: int32,
  ZeroCount: uint64,
  ZeroThreshold: float64,
  PositiveOffset: int32,
  PositiveBucketCounts: z.array(uint64),
  NegativeOffset: int32,
  NegativeBucketCounts: z.array(uint64),
  ...exemplars,
  Flags: uint32,
  Min: float64,
  Max: float64,
  AggregationTemporality: anyTemporality,
});
export type MetricExponentialHistogramRow = z.infer<typeof MetricExponentialHistogramRow>;

export const MetricSummaryRow = z.object({
  ...head,
  Count: uint64,
  Sum: float64,
  "ValueAtQuantiles.Quantile": z.array(float64),
  "ValueAtQuantiles.Value": z.array(float64),
  Flags: uint32,
});
export type MetricSummaryRow = z.infer<typeof MetricSummaryRow>;
