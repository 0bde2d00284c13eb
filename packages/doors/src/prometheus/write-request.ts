import type { Rejected } from "@perigee/otlp";
import type { Result } from "@perigee/schema";
import { ProtobufReader, tryRead } from "../protobuf-reader.ts";
import { RequestTally } from "../request-tally.ts";
import { noneRejected, reject } from "../said.ts";
import { type NativeHistogram, readNativeHistogram } from "./native-histogram.ts";
import { isStaleMarker } from "./stale-marker.ts";

/** `prometheus.WriteRequest`. Times are milliseconds since the epoch. */
export type WriteRequest = { series: Series[]; metadata: Map<string, MetricMetadata>; rejected: Rejected };

export type Series = {
  labels: Map<string, string>;
  samples: Sample[];
  exemplars: SeriesExemplar[];
  histograms: NativeHistogram[];
};

/** `isStale` marks the end of a series instead of a value. */
export type Sample = { value: number; isStale: boolean; timestampMs: bigint };

export type SeriesExemplar = { labels: Map<string, string>; value: number; timestampMs: bigint };

export type MetricMetadata = { type: MetricType; help: string; unit: string };

/** In the order of their numbers. */
const metricTypes = [
  "unknown",
  "counter",
  "gauge",
  "histogram",
  "gaugehistogram",
  "summary",
  "info",
  "stateset",
] as const;
type MetricType = (typeof metricTypes)[number];

/**
 * Reads a request of remote write 1.0 with the fields that Prometheus adds to it. A series that does not read is rejected alone.
 * https://github.com/prometheus/prometheus/blob/main/prompb/types.proto
 */
export function readWriteRequest(bytes: Uint8Array): Result<WriteRequest> {
  const request: WriteRequest = { series: [], metadata: new Map(), rejected: noneRejected() };
  const tally = new RequestTally();
  const read = tryRead(() => {
    const reader = new ProtobufReader(bytes);
    reader.readFields((field) => {
      if ((field !== 1 && field !== 3) || !tally.admitsRecord()) return;
      if (field === 1) addSeries(request, reader.message(), tally);
      else addMetadata(request.metadata, reader.message());
    });
  });
  return read.ok ? tally.check(request) : read;
}

function addSeries(request: WriteRequest, message: ProtobufReader, tally: RequestTally): void {
  const series = tryRead(() => readSeries(message, tally));
  if (series.ok) request.series.push(series.value);
  else reject(request.rejected, `timeseries: ${series.failure.message}`);
}

function readSeries(reader: ProtobufReader, tally: RequestTally): Series {
  const series: Series = { labels: new Map(), samples: [], exemplars: [], histograms: [] };
  reader.readFields((field) => {
    if (field === 1) addLabel(series.labels, reader.message());
    else if (!tally.admitsRecord()) return;
    else if (field === 2) series.samples.push(readSample(reader.message()));
    else if (field === 3) series.exemplars.push(readExemplar(reader.message()));
    else if (field === 4) series.histograms.push(readNativeHistogram(reader.message(), tally));
  });
  return series;
}

/** An empty value is the same as no label. */
function addLabel(labels: Map<string, string>, reader: ProtobufReader): void {
  let name = "";
  let value = "";
  reader.readFields((field) => {
    if (field === 1) name = reader.text();
    else if (field === 2) value = reader.text();
  });
  if (value !== "") labels.set(name, value);
}

function readSample(reader: ProtobufReader): Sample {
  const sample: Sample = { value: 0, isStale: false, timestampMs: 0n };
  reader.readFields((field) => {
    if (field === 1) {
      sample.value = reader.double();
      sample.isStale = isStaleMarker(sample.value, reader);
    } else if (field === 2) sample.timestampMs = reader.int64();
  });
  return sample;
}

function readExemplar(reader: ProtobufReader): SeriesExemplar {
  const exemplar: SeriesExemplar = { labels: new Map(), value: 0, timestampMs: 0n };
  reader.readFields((field) => {
    if (field === 1) addLabel(exemplar.labels, reader.message());
    else if (field === 2) exemplar.value = reader.double();
    else if (field === 3) exemplar.timestampMs = reader.int64();
  });
  return exemplar;
}

function addMetadata(metadata: Map<string, MetricMetadata>, reader: ProtobufReader): void {
  const family: MetricMetadata = { type: "unknown", help: "", unit: "" };
  let name = "";
  reader.readFields((field) => {
    if (field === 1) family.type = metricTypes[reader.uint32()] ?? "unknown";
    else if (field === 2) name = reader.text();
    else if (field === 4) family.help = reader.text();
    else if (field === 5) family.unit = reader.text();
  });
  metadata.set(name, family);
}
