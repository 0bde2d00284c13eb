import { WireReader } from "@perigee/otlp";
import type { Result } from "@perigee/schema";
import { bytesField, readFields, readInt64, readMessage, readPair, tryRead, varintField } from "../protobuf.ts";
import { RequestTally } from "../request-tally.ts";
import { noneRejected, reject } from "../said.ts";
import { parseLabels } from "./labels.ts";
import type { LokiEntry, LokiPush } from "./records.ts";

/**
 * Reads `logproto.PushRequest`, decompressed. A stream that does not read is rejected alone.
 * https://github.com/grafana/loki/blob/main/pkg/push/push.proto
 */
export function readLokiProtobuf(bytes: Uint8Array): Result<LokiPush> {
  const push: LokiPush = { streams: [], rejected: noneRejected() };
  const tally = new RequestTally();
  const read = tryRead(() => {
    const reader = new WireReader(bytes);
    readFields(reader, reader.length, (tag) => {
      if (tag === streams && tally.admitsRecord()) addStream(push, reader.message(), tally);
    });
  });
  return read.ok ? tally.check(push) : read;
}

const streams = bytesField(1);

function addStream(push: LokiPush, message: WireReader, tally: RequestTally): void {
  const stream = tryRead(() => readStream(message, tally));
  const labels = stream.ok ? parseLabels(stream.value.text) : undefined;
  if (!stream.ok) reject(push.rejected, `streams: ${stream.failure.message}`);
  else if (labels) push.streams.push({ labels, entries: stream.value.entries });
  else reject(push.rejected, 'streams: the labels are not of the form {name="value"}', stream.value.entries.length);
}

const stream = { labels: bytesField(1), entries: bytesField(2) };

function readStream(reader: WireReader, tally: RequestTally): { text: string; entries: LokiEntry[] } {
  const read = { text: "", entries: [] as LokiEntry[] };
  readFields(reader, reader.length, (tag) => {
    if (tag === stream.labels) read.text = reader.text();
    else if (tag === stream.entries && tally.admitsRecord()) read.entries.push(readEntry(reader));
  });
  return read;
}

const entry = { timestamp: bytesField(1), line: bytesField(2), metadata: bytesField(3) };

function readEntry(reader: WireReader): LokiEntry {
  const read: LokiEntry = { timeUnixNano: 0n, line: "", metadata: new Map() };
  readMessage(reader, (tag) => {
    if (tag === entry.timestamp) read.timeUnixNano = readTimestamp(reader);
    else if (tag === entry.line) read.line = reader.text();
    else if (tag === entry.metadata) read.metadata.set(...readPair(reader));
  });
  return read;
}

const timestamp = { seconds: varintField(1), nanos: varintField(2) };

/** `google.protobuf.Timestamp`. */
function readTimestamp(reader: WireReader): bigint {
  let seconds = 0n;
  let nanos = 0n;
  readMessage(reader, (tag) => {
    if (tag === timestamp.seconds) seconds = readInt64(reader);
    else if (tag === timestamp.nanos) nanos = readInt64(reader);
  });
  return seconds * 1_000_000_000n + nanos;
}
