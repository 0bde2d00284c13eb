import type { WireReader } from "@perigee/otlp";
import {
  bytesField,
  fixed64Field,
  readInt64,
  readMessage,
  readPackedSint64s,
  readSint64,
  varintField,
} from "../protobuf.ts";
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

export function readNativeHistogram(reader: WireReader, tally: RequestTally): NativeHistogram {
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
  readMessage(reader, (tag) => {
    if (!readBuckets(tag, histogram, { reader, tally })) readNumber(tag, histogram, reader);
  });
  return histogram;
}

/** Runs and differences. Lists of numbers come packed or one by one. */
const negative = { spans: bytesField(8), packed: bytesField(9), deltas: varintField(9) };
const positive = { spans: bytesField(11), packed: bytesField(12), deltas: varintField(12) };

type Source = { reader: WireReader; tally: RequestTally };

/** Whether the field is one of buckets. */
function readBuckets(tag: number, histogram: NativeHistogram, { reader, tally }: Source): boolean {
  for (const [tags, { spans, deltas }] of [
    [negative, histogram.negative],
    [positive, histogram.positive],
  ] as const) {
    const add = (delta: bigint) => {
      if (tally.admitsBucket()) deltas.push(delta);
    };
    if (tag === tags.spans && tally.admitsBucket()) spans.push(readSpan(reader));
    else if (tag === tags.packed) readPackedSint64s(reader, add);
    else if (tag === tags.deltas) add(readSint64(reader));
    else continue;
    return true;
  }
  return false;
}

const span = { offset: varintField(1), length: varintField(2) };

function readSpan(reader: WireReader): { offset: number; length: number } {
  const read = { offset: 0, length: 0 };
  readMessage(reader, (tag) => {
    if (tag === span.offset) read.offset = reader.sint32();
    else if (tag === span.length) read.length = reader.uint32();
  });
  return read;
}

const numbers = {
  count: varintField(1),
  floatCount: fixed64Field(2),
  sum: fixed64Field(3),
  schema: varintField(4),
  zeroThreshold: fixed64Field(5),
  zeroCount: varintField(6),
  resetHint: varintField(14),
  timestamp: varintField(15),
};

function readNumber(tag: number, histogram: NativeHistogram, reader: WireReader): void {
  switch (tag) {
    case numbers.count:
      histogram.count = reader.uint64();
      break;
    case numbers.floatCount:
      histogram.isFloat = true;
      break;
    case numbers.sum:
      histogram.sum = reader.double();
      histogram.isStale = isStaleMarker(histogram.sum, reader);
      break;
    case numbers.schema:
      histogram.schema = reader.sint32();
      break;
    case numbers.zeroThreshold:
      histogram.zeroThreshold = reader.double();
      break;
    case numbers.zeroCount:
      histogram.zeroCount = reader.uint64();
      break;
    case numbers.resetHint:
      histogram.isGauge = reader.uint32() === gaugeResetHint;
      break;
    case numbers.timestamp:
      histogram.timestampMs = readInt64(reader);
      break;
  }
}

/** `Histogram.ResetHint.GAUGE`. */
const gaugeResetHint = 3;
