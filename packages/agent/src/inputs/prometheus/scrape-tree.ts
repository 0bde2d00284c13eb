import type { AnyValue, KeyValues, Metric, MetricData, Metrics, Scope } from "@perigee/otlp";
import type { Exposition, Family } from "./exposition.ts";
import {
  counterPoint,
  gaugePoint,
  histogramPoint,
  type PointTimes,
  type Series,
  secondsToNanos,
  summaryPoint,
} from "./points.ts";
import type { Labels } from "./sample-line.ts";
import { isScopeInfo, scopeSplitter } from "./scope-labels.ts";
import type { StartTimes } from "./start-times.ts";
import { unitOf } from "./units.ts";

export type Scraped = {
  exposition: Exposition;
  isOpenMetrics: boolean;
  /** When the endpoint was asked; nanoseconds since the epoch. */
  time: bigint;
  attributes: KeyValues;
  keeps: (metricName: string) => boolean;
};

/** What was scraped as OpenTelemetry has it, and how many points had to be left out since they are no such point. */
export type ScrapeTree = { metrics: Metrics; refused: number };

/**
 * Names stay as they are. `target_info` tells of the resource, `otel_scope_info` and labels `otel_scope_…` of the scope.
 * https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#prometheus-metric-points-to-otlp
 */
export function scrapeTree(scraped: Scraped, startTimes: StartTimes): ScrapeTree {
  const { families } = scraped.exposition;
  const resource = {
    attributes: new Map([...targetLabels(families), ...scraped.attributes]),
    droppedAttributesCount: 0,
    schemaUrl: "",
  };
  const scopes = new Map<string, { scope: Scope; items: Map<string, Metric> }>();
  const splitScope = scopeSplitter(families);
  let refused = 0;

  function metricIn(scope: Scope, family: Family, name: string): Metric {
    const key = JSON.stringify([scope.name, scope.version, ...scope.attributes]);
    const found = scopes.get(key) ?? { scope, items: new Map<string, Metric>() };
    scopes.set(key, found);
    const metric = found.items.get(name) ?? emptyMetric(family, name);
    found.items.set(name, metric);
    return metric;
  }

  for (const family of families) {
    if (isAboutSource(family)) continue;
    for (const series of seriesOf(family)) {
      const name = metricName(family, series);
      if (!scraped.keeps(name)) continue;
      const { scope, labels } = splitScope(series.labels);
      const key = JSON.stringify([name, ...[...series.labels].toSorted()]);
      const metric = metricIn(scope, family, name);
      refused += addPoints(metric.data, { ...series, labels }, pointTimes(scraped, startTimes, key));
    }
  }
  startTimes.forgetAbsent();
  const metrics = Array.from(scopes.values(), ({ scope, items }) => ({
    resource,
    scope,
    items: Array.from(items.values()).filter(({ data }) => data.points.length > 0),
  }));
  return { metrics: metrics.filter(({ items }) => items.length > 0), refused };
}

function pointTimes({ isOpenMetrics, time }: Scraped, startTimes: StartTimes, series: string): PointTimes {
  const nanosOf = (timestamp: number) => secondsToNanos(isOpenMetrics ? timestamp : timestamp / 1000);
  return {
    nanosOf,
    timeOf: ({ timestamp }) => (timestamp === undefined ? time : nanosOf(timestamp)),
    sinceOf: (value, at, created) => startTimes.since(series, { value, time: at, created }),
  };
}

/** A counter of OpenMetrics is called by its samples' name, so that it is the same metric in both formats. */
function metricName({ name, type }: Family, { samples }: Series): string {
  if (type !== "counter" && type !== "info") return name;
  return samples[0]?.name ?? name;
}

const emptyMetric = (family: Family, name: string): Metric => ({
  name,
  description: family.help,
  unit: unitOf(family.unit),
  metadata: new Map<string, AnyValue>([["prometheus.type", family.type]]),
  data: emptyData(family.type),
});

const cumulative = 2;

function emptyData(type: Family["type"]): MetricData {
  if (type === "histogram") return { kind: "histogram", points: [], temporality: cumulative };
  if (type === "summary") return { kind: "summary", points: [] };
  if (type === "counter") return { kind: "sum", points: [], temporality: cumulative, isMonotonic: true };
  // Both are counts of things that are so: they add up when labels are left out.
  if (type === "info" || type === "stateset")
    return { kind: "sum", points: [], temporality: cumulative, isMonotonic: false };
  return { kind: "gauge", points: [] };
}

/** Adds the series' points and tells how many could not be. */
function addPoints(data: MetricData, series: Series, times: PointTimes): number {
  if (data.kind === "histogram") return addTo(data.points, histogramPoint(series, times));
  if (data.kind === "summary") return addTo(data.points, summaryPoint(series, times));
  if (data.kind === "sum" && data.isMonotonic) return addTo(data.points, counterPoint(series, times));
  if (data.kind === "gauge" || data.kind === "sum")
    for (const sample of series.samples) data.points.push(gaugePoint(series, sample, times));
  return 0;
}

function addTo<Point>(points: Point[], point: Point | undefined): number {
  if (point === undefined) return 1;
  points.push(point);
  return 0;
}

/** Not points of their own; and histograms of gauges, which OpenTelemetry does not have. */
const isAboutSource = (family: Family): boolean =>
  family.type === "gaugehistogram" || isTargetInfo(family) || isScopeInfo(family);

/** Where the format has no info metrics, it is a gauge by the longer name. */
const isTargetInfo = ({ name }: Family): boolean => name === "target_info" || name === "target";

const targetLabels = (families: Family[]): [string, string][] =>
  families.filter(isTargetInfo).flatMap(({ samples }) => samples.flatMap(({ labels }) => [...labels]));

/** Series stand in the order of their first samples. */
function seriesOf({ name, type, samples }: Family): Series[] {
  const split = type === "histogram" ? "le" : type === "summary" ? "quantile" : undefined;
  const all = new Map<string, Series>();
  for (const sample of samples) {
    const labels = split === undefined ? sample.labels : without(sample.labels, split);
    const key = keyOf(labels);
    const series = all.get(key) ?? { labels, samples: [], created: undefined };
    all.set(key, series);
    if (sample.name === `${name}_created`) series.created = sample;
    else series.samples.push(sample);
  }
  return Array.from(all.values());
}

const keyOf = (labels: Labels): string => (labels.size === 0 ? "" : JSON.stringify([...labels]));

function without(labels: Labels, name: string): Labels {
  const rest = new Map(labels);
  rest.delete(name);
  return rest;
}
