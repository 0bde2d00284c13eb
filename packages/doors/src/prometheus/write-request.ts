import { type Rejected, WireReader } from "@perigee/otlp";
import type { Result } from "@perigee/schema";
import {
  bytesField,
  fixed64Field,
  readFields,
  readInt64,
  readMessage,
  readPair,
  tryRead,
  varintField,
} from "../protobuf.ts";
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

const request = { timeseries: bytesField(1), metadata: bytesField(3) };

/**
 * Reads a request of remote write 1.0 with the fields that Prometheus adds to it. A series that does not read is rejected alone.
 * https://github.com/prometheus/prometheus/blob/main/prompb/types.proto
 */
export function readWriteRequest(bytes: Uint8Array): Result<WriteRequest> {
  const read: WriteRequest = { series: [], metadata: new Map(), rejected: noneRejected() };
  const tally = new RequestTally();
  const result = tryRead(() => {
    const reader = new WireReader(bytes);
    readFields(reader, reader.length, (tag) => {
      if ((tag !== request.timeseries && tag !== request.metadata) || !tally.admitsRecord()) return;
      if (tag === request.timeseries) addSeries(read, reader.message(), tally);
      else addMetadata(read.metadata, reader);
    });
  });
  return result.ok ? tally.check(read) : result;
}

function addSeries(read: WriteRequest, message: WireReader, tally: RequestTally): void {
  const series = tryRead(() => readSeries(message, tally));
  if (series.ok) read.series.push(series.value);
  else reject(read.rejected, `timeseries: ${series.failure.message}`);
}

const timeseries = {
  labels: bytesField(1),
  samples: bytesField(2),
  exemplars: bytesField(3),
  histograms: bytesField(4),
};

function readSeries(reader: WireReader, tally: RequestTally): Series {
  const series: Series = { labels: new Map(), samples: [], exemplars: [], histograms: [] };
  readFields(reader, reader.length, (tag) => {
    if (tag === timeseries.labels) addLabel(series.labels, reader);
    else if (!tally.admitsRecord()) return;
    else if (tag === timeseries.samples) series.samples.push(readSample(reader));
    else if (tag === timeseries.exemplars) series.exemplars.push(readExemplar(reader));
    else if (tag === timeseries.histograms) series.histograms.push(readNativeHistogram(reader, tally));
  });
  return series;
}

/** An empty value is the same as no label. */
function addLabel(labels: Map<string, string>, reader: WireReader): void {
  const [name, value] = readPair(reader);
  if (value !== "") labels.set(name, value);
}

const sampleFields = { value: fixed64Field(1), timestamp: varintField(2) };

function readSample(reader: WireReader): Sample {
  const sample: Sample = { value: 0, isStale: false, timestampMs: 0n };
  readMessage(reader, (tag) => {
    if (tag === sampleFields.value) {
      sample.value = reader.double();
      sample.isStale = isStaleMarker(sample.value, reader);
    } else if (tag === sampleFields.timestamp) sample.timestampMs = readInt64(reader);
  });
  return sample;
}

const exemplarFields = { labels: bytesField(1), value: fixed64Field(2), timestamp: varintField(3) };

function readExemplar(reader: WireReader): SeriesExemplar {
  const exemplar: SeriesExemplar = { labels: new Map(), value: 0, timestampMs: 0n };
  readMessage(reader, (tag) => {
    if (tag === exemplarFields.labels) addLabel(exemplar.labels, reader);
    else if (tag === exemplarFields.value) exemplar.value = reader.double();
    else if (tag === exemplarFields.timestamp) exemplar.timestampMs = readInt64(reader);
  });
  return exemplar;
}

const metadataFields = { type: varintField(1), name: bytesField(2), help: bytesField(4), unit: bytesField(5) };

function addMetadata(metadata: Map<string, MetricMetadata>, reader: WireReader): void {
  const family: MetricMetadata = { type: "unknown", help: "", unit: "" };
  let name = "";
  readMessage(reader, (tag) => {
    if (tag === metadataFields.type) family.type = metricTypes[reader.uint32()] ?? "unknown";
    else if (tag === metadataFields.name) name = reader.text();
    else if (tag === metadataFields.help) family.help = reader.text();
    else if (tag === metadataFields.unit) family.unit = reader.text();
  });
  metadata.set(name, family);
}
