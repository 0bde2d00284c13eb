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
 * Packs a request's rows into queue messages: one, or two halves of it where one would be too large, and so on. With `parts` it
 * begins with so many equal ones, where it is known that they do not fit: to find that out takes as much memory as all of their lines.
 */
export function queueMessages(batch: Batch, parts = 1): Packed {
  const packed: Packed = { messages: [], oversized: [] };
  const rows = batch.groups.reduce((sum, group) => sum + group.rows.length, 0);
  const whole: Part = { groups: batch.groups, from: 0, to: rows };
  if (parts === 1) packInto(packed, batch, whole);
  else {
    for (let part = 0; part < parts; part++) {
      const cut = slice(whole, Math.floor((rows * part) / parts), Math.floor((rows * (part + 1)) / parts));
      if (cut.groups.length > 0) packInto(packed, batch, cut);
    }
  }
  return packed;
}

export const rowsIn = (messages: readonly QueueMessage[]): number =>
  messages.reduce((sum, { segments }) => segments.reduce((rows, segment) => rows + segment.rows, sum), 0);

function packInto(packed: Packed, batch: Batch, part: Part): void {
  const message = toMessage(batch, part);
  const bytes = message.segments.reduce((sum, { gzip }) => sum + gzip.byteLength, envelopeBytes);
  if (bytes <= limits.queueMessageBytes) packed.messages.push(message);
  else if (part.to - part.from === 1) packed.oversized.push(bytes);
  else {
    const middle = (part.from + part.to) >> 1;
    packInto(packed, batch, slice(part, part.from, middle));
    packInto(packed, batch, slice(part, middle, part.to));
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

function toMessage(batch: Batch, part: Part): QueueMessage {
  const id = batch.idOf(part);
  const columns = { message_id: id, ...batch.columns };
  const segments = Array.from(
    Map.groupBy(part.groups, ({ table }) => table),
    ([table, groups]) => toSegment(table, groups, columns),
  );
  const { projectId, receivedAt, archiveRate, isRepeat } = batch;
  const archive = isSampled(id, archiveRate);
  return { id, projectId, receivedAt, archive, ...(isRepeat && { retried: true }), segments };
}

function toSegment(table: IngestTable, groups: readonly RowGroup[], columns: Record<string, unknown>) {
  let lines = "";
  let count = 0;
  for (const { shared, rows } of groups) {
    const prefix = prefixOf(columns, shared);
    if (numbered.has(table)) {
      for (const [index, row] of rows.entries()) {
        lines += `${prefix},"seq":${count + index},${JSON.stringify(row).slice(1)}\n`;
      }
    } else {
      for (const row of rows) lines += `${prefix},${JSON.stringify(row).slice(1)}\n`;
    }
    count += rows.length;
  }
  return { table, rows: count, gzip: gzipLines(lines) };
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

/** In bytes of their own, as workerd gives them: structured clone would send along the whole block that a view stands in. */
const gzipLines = (lines: string): Uint8Array<ArrayBuffer> => gzipSync(encoder.encode(lines), { level: gzipLevel });
