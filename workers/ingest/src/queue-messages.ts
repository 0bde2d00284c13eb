import { gzipSync } from "node:zlib";
import type { RowGroup } from "@perigee/otlp";
import { type IngestTable, limits, type QueueMessage } from "@perigee/schema";

/** Rows of a request, by their places in it: `from` is that of the first, `to` that behind the last. */
export type Part = { groups: readonly RowGroup[]; from: number; to: number };

type Batch = {
  projectId: number;
  receivedAt: number;
  archiveRate: number;
  isRepeat: boolean;
  /** Columns that are equal in all rows of the request, whatever their table. */
  columns: Record<string, unknown>;
  groups: readonly RowGroup[];
  /** The id of a message that carries these rows. It must be another one for other rows. */
  idOf: (part: Part) => string;
};

/** `oversized` are the compressed sizes, in bytes, of rows that no message can hold. */
type Packed = { messages: QueueMessage[]; oversized: number[] };

/** The queue counts about 100 bytes of its own per message; the rest is for ids and table names. */
const envelopeBytes = 1_000;

/** Half of the default level's time, and a batch of 50 events still shrinks to a tenth. */
const gzipLevel = 1;

/** Tables whose `seq` is the row's place in its message. That of an event is its place in its visit. */
const numbered: ReadonlySet<IngestTable> = new Set(["otel_logs", "otel_traces"]);

/**
 * Lines that are compressed at a time, in characters: a few are one gzip member, many are several in a row, so that memory holds no more of
 * them than this. Since nothing of one member helps to compress the next, a message of two is a hundredth larger.
 */
const memberChars = 512 * 1_024;

/** How full the parts of what is too large for one message should become. Their rows are as many, but not as long. */
const fullBytes = 0.9 * limits.queueMessageBytes;

/** Packs a request's rows into queue messages: one, or as many as it takes. */
export function queueMessages(batch: Batch): Packed {
  const packed: Packed = { messages: [], oversized: [] };
  const rows = batch.groups.reduce((sum, group) => sum + group.rows.length, 0);
  packInto(packed, batch, { groups: batch.groups, from: 0, to: rows });
  return packed;
}

export const rowsIn = (messages: readonly QueueMessage[]): number =>
  messages.reduce((sum, { segments }) => segments.reduce((rows, segment) => rows + segment.rows, sum), 0);

function packInto(packed: Packed, batch: Batch, part: Part): void {
  const id = batch.idOf(part);
  const { segments, bytes } = toSegments(part, { message_id: id, ...batch.columns });
  const rows = part.to - part.from;
  if (bytes <= limits.queueMessageBytes) packed.messages.push(toMessage(batch, id, segments));
  else if (rows === 1) packed.oversized.push(bytes);
  else {
    const parts = Math.min(rows, Math.max(2, Math.ceil(bytes / fullBytes)));
    const place = (index: number) => part.from + Math.floor((rows * index) / parts);
    for (let index = 0; index < parts; index++) packInto(packed, batch, slice(part, place(index), place(index + 1)));
  }
}

function slice({ groups, from: start }: Part, from: number, to: number): Part {
  let next = start;
  const cut = groups.flatMap((group) => {
    const first = next;
    next += group.rows.length;
    const rows = group.rows.slice(Math.max(0, from - first), Math.max(0, to - first));
    return rows.length > 0 ? [{ ...group, rows }] : [];
  });
  return { groups: cut, from, to };
}

function toMessage(batch: Batch, id: string, segments: QueueMessage["segments"]): QueueMessage {
  const { projectId, receivedAt, archiveRate, isRepeat } = batch;
  const archive = isSampled(id, archiveRate);
  return { id, projectId, receivedAt, archive, ...(isRepeat && { retried: true }), segments };
}

type Columns = Record<string, unknown>;
type Segment = QueueMessage["segments"][number];

/**
 * The rows as segments, and the bytes of their message. It goes no further than shows that they are too many: `bytes` is then what all of
 * them would take, were they like those that it came to.
 */
function toSegments({ groups, from, to }: Part, columns: Columns): { segments: Segment[]; bytes: number } {
  const segments: Segment[] = [];
  let bytes = envelopeBytes;
  let rows = 0;
  for (const [table, own] of Map.groupBy(groups, (group) => group.table)) {
    const segment = toSegment(table, own, { columns, room: limits.queueMessageBytes - bytes });
    segments.push(segment);
    bytes += segment.gzip.byteLength;
    rows += segment.rows;
    if (bytes > limits.queueMessageBytes) return { segments, bytes: Math.ceil((bytes * (to - from)) / rows) };
  }
  return { segments, bytes };
}

type Filling = { columns: Columns; room: number };

/** Of all rows, or of so many that their bytes are more than there is room for. */
function toSegment(table: IngestTable, groups: readonly RowGroup[], { columns, room }: Filling): Segment {
  const members: Uint8Array<ArrayBuffer>[] = [];
  const seqOf = numbered.has(table) ? (place: number) => `,"seq":${place}` : () => "";
  let bytes = 0;
  let lines = "";
  let rows = 0;
  const compress = () => {
    const member = gzipLines(lines);
    bytes += member.byteLength;
    members.push(member);
    lines = "";
  };
  for (const { shared, rows: own } of groups) {
    const prefix = prefixOf(columns, shared);
    for (const row of own) {
      lines += `${prefix}${seqOf(rows)},${JSON.stringify(row).slice(1)}\n`;
      rows += 1;
      if (lines.length < memberChars) continue;
      compress();
      if (bytes > room) return { table, rows, gzip: joined(members, bytes) };
    }
  }
  if (lines !== "") compress();
  return { table, rows, gzip: joined(members, bytes) };
}

function joined(members: readonly Uint8Array<ArrayBuffer>[], bytes: number): Uint8Array<ArrayBuffer> {
  const [only] = members;
  if (only && members.length === 1) return only;
  const whole = new Uint8Array(bytes);
  let offset = 0;
  for (const member of members) {
    whole.set(member, offset);
    offset += member.byteLength;
  }
  return whole;
}

/** ClickHouse fills in a column that is not named, and empty is its default: a fifth of the cost of parsing a row is saved. */
function prefixOf(columns: Record<string, unknown>, shared: Record<string, unknown>): string {
  const named: Record<string, unknown> = { ...columns };
  for (const column in shared) {
    const value = shared[column];
    if (value !== "" && value !== 0) named[column] = value;
  }
  return JSON.stringify(named).slice(0, -1);
}

/** By the end of the id, which is a hash: the same message gets the same answer each time. */
const isSampled = (id: string, rate: number): boolean => Number.parseInt(id.slice(-8), 16) < rate * 2 ** 32;

const encoder = new TextEncoder();

/** Where lines are bytes while they are compressed: new memory for each would wait for the garbage collector. */
const plain = new Uint8Array(2 * memberChars);

/** In bytes of their own, as workerd gives them: structured clone would send along the whole block that a view stands in. */
function gzipLines(lines: string): Uint8Array<ArrayBuffer> {
  const { read, written } = encoder.encodeInto(lines, plain);
  return gzipSync(read === lines.length ? plain.subarray(0, written) : encoder.encode(lines), { level: gzipLevel });
}
