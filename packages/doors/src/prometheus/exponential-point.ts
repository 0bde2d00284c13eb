import type { ExponentialBuckets, ExponentialHistogramPoint } from "@perigee/otlp";
import { limits } from "@perigee/schema";
import type { Budget } from "./budget.ts";
import type { NativeHistogram, SparseBuckets } from "./native-histogram.ts";
import { noRecordedValue } from "./stale-marker.ts";

/** What a point says beside its time and its attributes. */
type Distribution = Omit<ExponentialHistogramPoint, "attributes" | "startTimeUnixNano" | "timeUnixNano">;

/** Scales that Prometheus calls standard; others stand for other kinds of buckets. */
const schemas = { min: -4, max: 8 };

/**
 * A native histogram as an exponential one: the schema is the scale, and what is not sent becomes a bucket of 0. Answers what is wrong with it
 * where it cannot be one.
 * https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#exponential-histograms
 */
export function exponentialPoint(histogram: NativeHistogram, budget: Budget): Distribution | string {
  const fault = unsupported(histogram);
  if (fault) return fault;
  const positive = denseBuckets(histogram.positive);
  const negative = denseBuckets(histogram.negative);
  if (!(positive && negative)) return "its buckets do not fit its spans, or are too many";
  budget.buckets -= positive.bucketCounts.length + negative.bucketCounts.length;
  if (budget.buckets < 0) return "the request has too many buckets";
  const { count, sum, schema: scale, zeroCount, zeroThreshold, isStale } = histogram;
  return {
    ...(isStale ? { flags: noRecordedValue, count: 0n, sum: undefined } : { flags: 0, count, sum }),
    ...{ min: undefined, max: undefined, exemplars: [], scale, zeroCount, zeroThreshold, positive, negative },
  };
}

function unsupported({ isFloat, isGauge, isStale, schema }: NativeHistogram): string | undefined {
  if (isFloat) return "a native histogram of fractions cannot be stored";
  if (isGauge) return "a native histogram that is a gauge cannot be stored";
  if (!isStale && (schema < schemas.min || schema > schemas.max)) return "its schema is not a standard one (-4 to 8)";
  return;
}

/** Counts of all buckets from the first to the last. `undefined` where spans and differences contradict each other, or are too far apart. */
function denseBuckets({ spans, deltas }: SparseBuckets): ExponentialBuckets | undefined {
  const indexes = bucketIndexes(spans, deltas.length);
  const [first, last] = [indexes?.at(0), indexes?.at(-1)];
  if (!indexes || first === undefined || last === undefined) return indexes && { offset: 0, bucketCounts: [] };
  if (last - first >= limits.otlpBuckets) return;
  const bucketCounts = new Array<bigint>(last - first + 1).fill(0n);
  let count = 0n;
  for (const [place, delta] of deltas.entries()) {
    count += delta;
    if (count < 0n) return;
    bucketCounts[(indexes[place] ?? first) - first] = count;
  }
  // Prometheus counts buckets by their upper bounds, OpenTelemetry by their lower ones.
  return { offset: first - 1, bucketCounts };
}

/** The index of each of `count` buckets, rising. */
function bucketIndexes(spans: SparseBuckets["spans"], count: number): number[] | undefined {
  const indexes: number[] = [];
  let next = 0;
  for (const { offset, length } of spans) {
    if ((offset < 0 && indexes.length > 0) || indexes.length + length > count) return;
    next += offset;
    for (let bucket = 0; bucket < length; bucket++) indexes.push(next++);
  }
  return indexes.length === count ? indexes : undefined;
}
