import type { Exemplar, HistogramPoint, NumberPoint, SummaryPoint } from "@perigee/otlp";
import type { Labels, Sample } from "./sample-line.ts";

/** All samples of one family that have the same labels but for `le` and `quantile`: one point. `created` stands beside them in OpenMetrics. */
export type Series = { labels: Labels; samples: Sample[]; created: Sample | undefined };

export type PointTimes = {
  timeOf: (sample: Sample) => bigint;
  /** `timestamp` as the format has it, in nanoseconds. */
  nanosOf: (timestamp: number) => bigint;
  sinceOf: (value: number, time: bigint, created: bigint | undefined) => bigint;
};

/** When the values began to count, which the `_created` sample has in seconds since the epoch. */
function createdOf({ created }: Series): bigint | undefined {
  const seconds = created?.value ?? 0;
  return seconds > 0 && Number.isFinite(seconds) ? secondsToNanos(seconds) : undefined;
}

/** To the microsecond, which a double still holds exactly. */
export const secondsToNanos = (seconds: number): bigint => BigInt(Math.round(seconds * 1e6)) * 1000n;

export const gaugePoint = (series: Series, sample: Sample, times: PointTimes): NumberPoint => ({
  attributes: new Map(series.labels),
  startTimeUnixNano: 0n,
  timeUnixNano: times.timeOf(sample),
  flags: 0,
  value: sample.value,
  exemplars: [],
});

export function counterPoint(series: Series, times: PointTimes): NumberPoint | undefined {
  const [sample] = series.samples;
  if (!sample) return undefined;
  const point = gaugePoint(series, sample, times);
  const startTimeUnixNano = times.sinceOf(sample.value, point.timeUnixNano, createdOf(series));
  return { ...point, startTimeUnixNano, exemplars: exemplarsOf([sample], times) };
}

/**
 * Prometheus counts in each bucket all that is at most its bound; OpenTelemetry only what the one before does not hold. Undefined without
 * `_count`, as the specification asks, and where the counts are no counts.
 */
export function histogramPoint(series: Series, times: PointTimes): HistogramPoint | undefined {
  const count = suffixed(series, "_count");
  const buckets = bucketsOf(series);
  if (!count || !isCount(count.value) || !buckets.every(({ value }) => isCount(value))) return undefined;
  const bounded = buckets.filter(({ bound }) => bound !== Number.POSITIVE_INFINITY);
  const reached = [...bounded.map(({ value }) => value), count.value];
  const bucketCounts = reached.map((value, index) => value - (reached[index - 1] ?? 0));
  if (bucketCounts.some((value) => value < 0)) return undefined;
  const timeUnixNano = times.timeOf(count);
  return {
    attributes: new Map(series.labels),
    startTimeUnixNano: times.sinceOf(count.value, timeUnixNano, createdOf(series)),
    timeUnixNano,
    flags: 0,
    count: BigInt(count.value),
    sum: suffixed(series, "_sum")?.value,
    min: undefined,
    max: undefined,
    bucketCounts: bounded.length === 0 ? [] : bucketCounts.map(BigInt),
    explicitBounds: bounded.map(({ bound }) => bound),
    exemplars: exemplarsOf(series.samples, times),
  };
}

export function summaryPoint(series: Series, times: PointTimes): SummaryPoint | undefined {
  const count = suffixed(series, "_count");
  if (!count || !isCount(count.value)) return undefined;
  const timeUnixNano = times.timeOf(count);
  return {
    attributes: new Map(series.labels),
    startTimeUnixNano: times.sinceOf(count.value, timeUnixNano, createdOf(series)),
    timeUnixNano,
    flags: 0,
    count: BigInt(count.value),
    sum: suffixed(series, "_sum")?.value ?? 0,
    quantiles: series.samples
      .flatMap(({ labels, value }) => {
        const quantile = Number(labels.get("quantile") ?? Number.NaN);
        return quantile >= 0 && quantile <= 1 ? [{ quantile, value }] : [];
      })
      .toSorted((a, b) => a.quantile - b.quantile),
  };
}

const suffixed = ({ samples }: Series, suffix: string): Sample | undefined =>
  samples.find(({ name }) => name.endsWith(suffix));

/** Of bounds that stand twice the first one counts. */
function bucketsOf({ samples }: Series): { bound: number; value: number }[] {
  const byBound = new Map<number, number>();
  for (const { name, labels, value } of samples) {
    const le = name.endsWith("_bucket") ? labels.get("le") : undefined;
    const bound = le === "+Inf" ? Number.POSITIVE_INFINITY : Number(le ?? Number.NaN);
    if (!Number.isNaN(bound) && !byBound.has(bound)) byBound.set(bound, value);
  }
  return Array.from(byBound, ([bound, value]) => ({ bound, value })).toSorted((a, b) => a.bound - b.bound);
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** The ids of a trace have fields of their own, if they are ids; all other labels are attributes. */
function exemplarsOf(samples: Sample[], times: PointTimes): Exemplar[] {
  return samples.flatMap((sample) => {
    const { exemplar } = sample;
    if (!exemplar) return [];
    const rest = new Map(exemplar.labels);
    return [
      {
        timeUnixNano: exemplar.timestamp === undefined ? times.timeOf(sample) : times.nanosOf(exemplar.timestamp),
        value: exemplar.value,
        traceId: takeId(rest, "trace_id", 32),
        spanId: takeId(rest, "span_id", 16),
        filteredAttributes: new Map(rest),
      },
    ];
  });
}

function takeId(labels: Labels, name: string, digits: number): string {
  const id = labels.get(name)?.toLowerCase() ?? "";
  if (id.length !== digits || !/^[0-9a-f]+$/.test(id)) return "";
  labels.delete(name);
  return id;
}
