import type { ProtobufReader } from "../protobuf-reader.ts";
import type { RequestTally } from "../request-tally.ts";
import { isStaleMarker } from "./stale-marker.ts";

/** `prometheus.Histogram` of whole counts; `isFloat` tells that it has fractions of counts, which are not read. */
export type NativeHistogram = {
  timestampMs: bigint;
  isStale: boolean;
  isFloat: boolean;
  isGauge: boolean;
  count: bigint;
  sum: number;
  schema: number;
  zeroThreshold: number;
  zeroCount: bigint;
  positive: SparseBuckets;
  negative: SparseBuckets;
};

/** Runs of buckets: the first offset is an index, each other one a gap; each count is the difference to the one before. */
export type SparseBuckets = { spans: { offset: number; length: number }[]; deltas: bigint[] };

export function readNativeHistogram(reader: ProtobufReader, tally: RequestTally): NativeHistogram {
  const histogram: NativeHistogram = {
    timestampMs: 0n,
    isStale: false,
    isFloat: false,
    isGauge: false,
    count: 0n,
    sum: 0,
    schema: 0,
    zeroThreshold: 0,
    zeroCount: 0n,
    positive: { spans: [], deltas: [] },
    negative: { spans: [], deltas: [] },
  };
  reader.readFields((field) => {
    if (field === 8) addSpan(histogram.negative, reader, tally);
    else if (field === 9) addDeltas(histogram.negative, reader, tally);
    else if (field === 11) addSpan(histogram.positive, reader, tally);
    else if (field === 12) addDeltas(histogram.positive, reader, tally);
    else readField(field, histogram, reader);
  });
  return histogram;
}

function readField(field: number, histogram: NativeHistogram, reader: ProtobufReader): void {
  switch (field) {
    case 1:
      histogram.count = reader.uint64();
      break;
    case 2:
      histogram.isFloat = true;
      break;
    case 3:
      histogram.sum = reader.double();
      histogram.isStale = isStaleMarker(histogram.sum, reader);
      break;
    case 4:
      histogram.schema = reader.sint32();
      break;
    case 5:
      histogram.zeroThreshold = reader.double();
      break;
    case 6:
      histogram.zeroCount = reader.uint64();
      break;
    case 14:
      histogram.isGauge = reader.uint32() === gaugeResetHint;
      break;
    case 15:
      histogram.timestampMs = reader.int64();
      break;
  }
}

/** `Histogram.ResetHint.GAUGE`. */
const gaugeResetHint = 3;

function addSpan({ spans }: SparseBuckets, reader: ProtobufReader, tally: RequestTally): void {
  if (!tally.admitsBucket()) return;
  const span = { offset: 0, length: 0 };
  const message = reader.message();
  message.readFields((field) => {
    if (field === 1) span.offset = message.sint32();
    else if (field === 2) span.length = message.uint32();
  });
  spans.push(span);
}

function addDeltas({ deltas }: SparseBuckets, reader: ProtobufReader, tally: RequestTally): void {
  reader.sint64s((delta) => {
    if (tally.admitsBucket()) deltas.push(delta);
  });
}
