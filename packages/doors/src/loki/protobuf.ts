import type { Result } from "@perigee/schema";
import { ProtobufReader, tryRead } from "../protobuf-reader.ts";
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
    const reader = new ProtobufReader(bytes);
    reader.readFields((field) => {
      if (field === 1 && tally.admitsRecord()) addStream(push, reader.message(), tally);
    });
  });
  return read.ok ? tally.check(push) : read;
}

function addStream(push: LokiPush, message: ProtobufReader, tally: RequestTally): void {
  const stream = tryRead(() => readStream(message, tally));
  const labels = stream.ok ? parseLabels(stream.value.text) : undefined;
  if (!stream.ok) reject(push.rejected, `streams: ${stream.failure.message}`);
  else if (labels) push.streams.push({ labels, entries: stream.value.entries });
  else reject(push.rejected, 'streams: the labels are not of the form {name="value"}', stream.value.entries.length);
}

function readStream(reader: ProtobufReader, tally: RequestTally): { text: string; entries: LokiEntry[] } {
  const stream = { text: "", entries: [] as LokiEntry[] };
  reader.readFields((field) => {
    if (field === 1) stream.text = reader.text();
    else if (field === 2 && tally.admitsRecord()) stream.entries.push(readEntry(reader.message()));
  });
  return stream;
}

function readEntry(reader: ProtobufReader): LokiEntry {
  const entry: LokiEntry = { timeUnixNano: 0n, line: "", metadata: new Map() };
  reader.readFields((field) => {
    if (field === 1) entry.timeUnixNano = readTimestamp(reader.message());
    else if (field === 2) entry.line = reader.text();
    else if (field === 3) addPair(entry.metadata, reader.message());
  });
  return entry;
}

/** `google.protobuf.Timestamp`. */
function readTimestamp(reader: ProtobufReader): bigint {
  let seconds = 0n;
  let nanos = 0n;
  reader.readFields((field) => {
    if (field === 1) seconds = reader.int64();
    else if (field === 2) nanos = reader.int64();
  });
  return seconds * 1_000_000_000n + nanos;
}

function addPair(pairs: Map<string, string>, reader: ProtobufReader): void {
  let name = "";
  let value = "";
  reader.readFields((field) => {
    if (field === 1) name = reader.text();
    else if (field === 2) value = reader.text();
  });
  pairs.set(name, value);
}
