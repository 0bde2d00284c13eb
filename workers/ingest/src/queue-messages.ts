import { gzipSync } from "node:zlib";
import { fail, limits, type QueueMessage, type Result, succeed } from "@perigee/schema";
import type { OwnColumns, SharedColumns } from "./enrich/rows.ts";
import { messageId } from "./message-id.ts";

type Batch = {
  batchId: string;
  isRepeat: boolean;
  projectId: number;
  receivedAt: number;
  archiveRate: number;
  shared: SharedColumns;
  rows: OwnColumns[];
};

/** The queue counts about 100 bytes of its own per message; the rest is for ids and table names. */
const envelopeBytes = 1_000;

/** Half of the default level's time, and a batch of 50 events still shrinks to a tenth. */
const gzipLevel = 1;

/**
 * Packs a batch into queue messages: one, or two halves of it where one would be too large, and so on.
 * Fails with `body-too-large` when a single row does not fit, which no event of a real page comes near to.
 */
export function queueMessages(batch: Batch): Result<QueueMessage[]> {
  const message = toMessage(batch);
  const bytes = message.segments.reduce((sum, { gzip }) => sum + gzip.byteLength, envelopeBytes);
  if (bytes <= limits.queueMessageBytes) return succeed([message]);
  if (batch.rows.length === 1) return tooLarge(bytes);
  const middle = batch.rows.length >> 1;
  const first = queueMessages({ ...batch, rows: batch.rows.slice(0, middle) });
  const second = queueMessages({ ...batch, rows: batch.rows.slice(middle) });
  if (!first.ok || !second.ok) return first.ok ? second : first;
  return succeed([...first.value, ...second.value]);
}

const tooLarge = (bytes: number) =>
  fail("body-too-large", {
    field: "events",
    message: `events: one event takes ${bytes} bytes when compressed, more than the ${limits.queueMessageBytes} that the queue takes.`,
  });

function toMessage({ batchId, isRepeat, projectId, receivedAt, archiveRate, shared, rows }: Batch): QueueMessage {
  const id = messageId({ projectId, batchId, eventIds: rows.map(({ columns }) => columns.event_id) });
  const segments = Array.from(
    Map.groupBy(rows, ({ table }) => table),
    ([table, own]) => {
      const prefix = JSON.stringify({ message_id: id, ...shared[table] }, withoutEmpty).slice(0, -1);
      let lines = "";
      for (const { columns } of own) lines += `${prefix},${JSON.stringify(columns).slice(1)}\n`;
      return { table, rows: own.length, gzip: gzipLines(lines) };
    },
  );
  const archive = isSampled(id, archiveRate);
  return { id, projectId, receivedAt, archive, ...(isRepeat && { retried: true }), segments };
}

/** By the end of the id, which is a hash: the same message gets the same answer each time. */
const isSampled = (id: string, rate: number): boolean => Number.parseInt(id.slice(-8), 16) < rate * 2 ** 32;

/** ClickHouse fills in a column that is not named, and empty is its default: a fifth of the cost of parsing a row is saved. */
const withoutEmpty = (_column: string, value: unknown): unknown => (value === "" || value === 0 ? undefined : value);

const encoder = new TextEncoder();

/** In bytes of their own, as workerd gives them: structured clone would send along the whole block that a view stands in. */
const gzipLines = (lines: string): Uint8Array<ArrayBuffer> => gzipSync(encoder.encode(lines), { level: gzipLevel });
