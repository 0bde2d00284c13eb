import { limits } from "@perigee/schema";
import type { Findings } from "./findings.ts";
import { fitIds, toTextMap } from "./row-text.ts";
import { type RowTimes, toDateTime64Nanos } from "./row-times.ts";
import type { Exemplar, ExponentialHistogramPoint, HistogramPoint, NumberPoint, SummaryPoint } from "./tree.ts";

/** Columns of one data point by its kind. Sum, least and greatest value stand as 0 where they are not set, as the exporter writes them. */

export type PointContext = { times: RowTimes; findings: Findings };

export const numberColumns = (point: NumberPoint, context: PointContext) => ({
  Value: toFloat64(point.value),
  ...exemplarColumns(point, context),
});

export function histogramColumns(point: HistogramPoint, context: PointContext) {
  const { bucketCounts, explicitBounds } = point;
  const isSound =
    bucketCounts.length === explicitBounds.length + 1 || bucketCounts.length + explicitBounds.length === 0;
  if (!isSound) {
    context.findings.reject("bucketCounts must be one more than explicitBounds, or both empty");
    return undefined;
  }
  if (isTooMany(bucketCounts, context.findings)) return undefined;
  return {
    ...distributionColumns(point, context),
    BucketCounts: bucketCounts.map(String),
    ExplicitBounds: explicitBounds.map(toFloat64),
  };
}

export function exponentialColumns(point: ExponentialHistogramPoint, context: PointContext) {
  const { positive, negative } = point;
  if (isTooMany(positive.bucketCounts, context.findings)) return undefined;
  if (isTooMany(negative.bucketCounts, context.findings)) return undefined;
  return {
    ...distributionColumns(point, context),
    Scale: point.scale,
    ZeroCount: String(point.zeroCount),
    ZeroThreshold: toFloat64(point.zeroThreshold),
    PositiveOffset: positive.offset,
    PositiveBucketCounts: positive.bucketCounts.map(String),
    NegativeOffset: negative.offset,
    NegativeBucketCounts: negative.bucketCounts.map(String),
  };
}

export function summaryColumns({ count, sum, quantiles }: SummaryPoint, { findings }: PointContext) {
  const kept = fitList(quantiles, findings);
  return {
    Count: String(count),
    Sum: toFloat64(sum),
    "ValueAtQuantiles.Quantile": kept.map(({ quantile }) => toFloat64(quantile)),
    "ValueAtQuantiles.Value": kept.map(({ value }) => toFloat64(value)),
  };
}

const distributionColumns = (point: HistogramPoint | ExponentialHistogramPoint, context: PointContext) => ({
  Count: String(point.count),
  Sum: toFloat64(point.sum ?? 0),
  Min: toFloat64(point.min ?? 0),
  Max: toFloat64(point.max ?? 0),
  ...exemplarColumns(point, context),
});

type WithExemplars = { exemplars: readonly Exemplar[]; timeUnixNano: bigint };

/** Most points have none, and ClickHouse knows without being told that a list is empty. */
function exemplarColumns({ exemplars, timeUnixNano }: WithExemplars, { times, findings }: PointContext) {
  if (exemplars.length === 0) return {};
  const kept = fitList(exemplars, findings);
  const ids = kept.map((exemplar) => fitIds(exemplar, findings));
  return {
    "Exemplars.FilteredAttributes": kept.map(({ filteredAttributes }) => toTextMap(filteredAttributes, findings)),
    "Exemplars.TimeUnix": kept.map((exemplar) => toDateTime64Nanos(times.clamp(exemplar.timeUnixNano || timeUnixNano))),
    "Exemplars.Value": kept.map(({ value }) => toFloat64(value)),
    "Exemplars.SpanId": ids.map(({ spanId }) => spanId),
    "Exemplars.TraceId": ids.map(({ traceId }) => traceId),
  };
}

function fitList<Item>(list: readonly Item[], findings: Findings): readonly Item[] {
  const most = limits.otlpExemplars;
  if (list.length <= most) return list;
  findings.warn(`exemplars or quantiles were dropped: a point holds at most ${most}`, list.length - most);
  return list.slice(0, most);
}

function isTooMany(buckets: readonly bigint[], findings: Findings): boolean {
  if (buckets.length <= limits.otlpBuckets) return false;
  findings.reject(`bucketCounts must not hold more than ${limits.otlpBuckets} buckets`);
  return true;
}

/** JSON has no number for NaN and the infinities; ClickHouse reads them as these words. */
function toFloat64(value: number): number | "nan" | "inf" | "-inf" {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return "nan";
  return value > 0 ? "inf" : "-inf";
}
