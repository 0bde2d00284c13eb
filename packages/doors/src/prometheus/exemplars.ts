import type { Exemplar } from "@perigee/otlp";
import { takeSpanId, takeTraceId } from "../take-labels.ts";
import type { Series, SeriesExemplar } from "./write-request.ts";

/** Prometheus sends each sample and each exemplar as a series of its own: those of equal labels become one, if there are exemplars at all. */
export function joinSeries(all: Series[]): Series[] {
  if (all.every(({ exemplars }) => exemplars.length === 0)) return all;
  const joined = new Map<string, Series>();
  for (const series of all) {
    const key = JSON.stringify([...series.labels]);
    const known = joined.get(key);
    if (known) addTo(known, series);
    else joined.set(key, series);
  }
  return [...joined.values()];
}

function addTo(known: Series, { samples, exemplars, histograms }: Series): void {
  for (const sample of samples) known.samples.push(sample);
  for (const exemplar of exemplars) known.exemplars.push(exemplar);
  for (const histogram of histograms) known.histograms.push(histogram);
}

type Point = { timeUnixNano: bigint; exemplars: Exemplar[] };

/** Each exemplar goes to the first point that was taken after it, or to the last one. Both lists come in the order of their times. */
export function addExemplars(points: Point[], exemplars: SeriesExemplar[]): void {
  let index = 0;
  for (const exemplar of exemplars.map(exemplarOf)) {
    while (index < points.length - 1 && (points[index]?.timeUnixNano ?? 0n) < exemplar.timeUnixNano) index++;
    points[index]?.exemplars.push(exemplar);
  }
}

/** https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#exemplars */
function exemplarOf({ labels, value, timestampMs }: SeriesExemplar): Exemplar {
  const traceId = takeTraceId(labels);
  const spanId = takeSpanId(labels);
  return { timeUnixNano: timestampMs * 1_000_000n, value, filteredAttributes: new Map(labels), traceId, spanId };
}
