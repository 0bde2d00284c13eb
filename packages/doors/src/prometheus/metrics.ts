import type { ExponentialHistogramPoint, MetricData, Metrics, NumberPoint } from "@perigee/otlp";
import { temporality } from "@perigee/schema";
import { reject } from "../said.ts";
import { takeFirst } from "../take-labels.ts";
import { isUnixNano } from "../unix-nano.ts";
import { type Budget, newBudget, spendLabels } from "./budget.ts";
import { addExemplars, joinSeries } from "./exemplars.ts";
import { exponentialPoint } from "./exponential-point.ts";
import { describeMetric } from "./metric-kind.ts";
import type { NativeHistogram } from "./native-histogram.ts";
import { type Source, takeSource } from "./source.ts";
import { noRecordedValue } from "./stale-marker.ts";
import type { Sample, Series, WriteRequest } from "./write-request.ts";

/** Series as metrics, sorted by where they come from. What cannot be stored is added to `request.rejected`. */
export function metricsOf(request: WriteRequest): Metrics {
  const work: Work = { request, sources: new Map(), budget: newBudget() };
  for (const series of joinSeries(request.series)) addSeries(work, series);
  return [...work.sources.values()].map(({ scoped }) => scoped).filter(({ items }) => items.length > 0);
}

type Work = { request: WriteRequest; sources: Map<string, Source>; budget: Budget };

/** Where the points of a series belong: `labels` are those that neither name the metric nor its source. */
type Place = { source: Source; name: string; labels: Map<string, string> };

function addSeries(work: Work, { labels, samples, histograms, exemplars }: Series): void {
  const name = takeFirst(labels, ["__name__"]);
  const count = samples.length + histograms.length;
  const isAffordable = spendLabels(work.budget, labels, count);
  if (name === undefined) reject(work.request.rejected, "timeseries: has no label __name__", count);
  else if (!isAffordable) reject(work.request.rejected, `${shown(name)}: the request has too many labels`, count);
  else {
    const place = { source: takeSource(work.sources, labels), name, labels };
    const dated = exemplars.filter((exemplar) => isDated(work, name, exemplar));
    const numbers = addNumbers(work, place, count > 0 ? samples : carriers(work, name, dated));
    addExemplars([...numbers, ...addExponentials(work, place, histograms)], dated);
  }
}

/**
 * Prometheus may send an exemplar in another request than its sample. It is then kept by a point that has no value, where the series is
 * surely one of numbers.
 */
function carriers({ request }: Work, name: string, exemplars: Series["exemplars"]): Sample[] {
  const last = exemplars.at(-1);
  if (!last) return [];
  if (describeMetric(name, request.metadata).kind === "sum") {
    return [{ value: 0, isStale: true, timestampMs: last.timestampMs }];
  }
  reject(request.rejected, `${shown(name)}: exemplars without a sample are not kept`, 0);
  return [];
}

function addNumbers(work: Work, place: Place, samples: Sample[]): NumberPoint[] {
  const added: NumberPoint[] = [];
  for (const sample of samples) {
    if (!isDated(work, place.name, sample)) continue;
    added.push({
      ...commonOf(place, sample),
      value: sample.isStale ? 0 : sample.value,
      flags: sample.isStale ? noRecordedValue : 0,
      exemplars: [],
    });
  }
  if (added.length > 0) append(pointsOfNumbers(work, place), added);
  return added;
}

function addExponentials(work: Work, place: Place, histograms: NativeHistogram[]): ExponentialHistogramPoint[] {
  const added: ExponentialHistogramPoint[] = [];
  for (const histogram of histograms) {
    if (!isDated(work, place.name, histogram)) continue;
    const distribution = exponentialPoint(histogram, work.budget);
    if (typeof distribution === "string") reject(work.request.rejected, `${shown(place.name)}: ${distribution}`);
    else added.push({ ...commonOf(place, histogram), ...distribution });
  }
  if (added.length > 0) append(pointsOfExponentials(work, place), added);
  return added;
}

/** Each point has attributes of its own, since redaction may change them. The start is unknown: a request does not tell it. */
const commonOf = ({ labels }: Place, { timestampMs }: { timestampMs: bigint }) => ({
  attributes: new Map(labels),
  startTimeUnixNano: 0n,
  timeUnixNano: timestampMs * 1_000_000n,
});

function isDated({ request }: Work, name: string, { timestampMs }: { timestampMs: bigint }): boolean {
  const dated = isUnixNano(timestampMs * 1_000_000n);
  if (!dated) reject(request.rejected, `${shown(name)}: its timestamp is out of range`);
  return dated;
}

function pointsOfNumbers({ request }: Work, { source, name }: Place): NumberPoint[] {
  const known = source.numbers.get(name);
  if (known) return known;
  const points: NumberPoint[] = [];
  const { kind, isMonotonic, ...described } = describeMetric(name, request.metadata);
  const sum: MetricData = { kind: "sum", points, temporality: temporality.cumulative, isMonotonic };
  source.scoped.items.push({ name, ...described, data: kind === "sum" ? sum : { kind, points } });
  source.numbers.set(name, points);
  return points;
}

function pointsOfExponentials({ request }: Work, { source, name }: Place): ExponentialHistogramPoint[] {
  const known = source.exponentials.get(name);
  if (known) return known;
  const points: ExponentialHistogramPoint[] = [];
  const { description, unit, metadata } = describeMetric(name, request.metadata);
  const data: MetricData = { kind: "exponential-histogram", points, temporality: temporality.cumulative };
  source.scoped.items.push({ name, description, unit, metadata, data });
  source.exponentials.set(name, points);
  return points;
}

/** `push(...added)` would put as many points on the stack as a request has. */
function append<Point>(points: Point[], added: Point[]): void {
  for (const point of added) points.push(point);
}

/** A name as it may stand in a message. */
const shown = (name: string) => name.slice(0, 100);
