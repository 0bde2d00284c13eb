import { createHash } from "node:crypto";
import type { Connection, InsertResult } from "@perigee/clickhouse";
import type { IngestTable, QueueMessage } from "@perigee/schema";
import { count } from "./counters.ts";
import type { Delivery } from "./deliveries.ts";
import { logError } from "./log-error.ts";
import { measuredInsert } from "./measured-insert.ts";
import { storedRows } from "./stored-messages.ts";

/** The part of a message that goes to one table. */
type Piece = { delivery: Delivery; segment: QueueMessage["segments"][number] };

/** What became of a piece: stored (now or before), refused because of its rows, or unknown (`unavailable`). */
export type Outcome = Piece & { result: InsertResult };

/** Writes one table's pieces of a batch, leaving out those of redelivered messages that are there already. */
export async function writeTable(
  connection: Connection,
  table: IngestTable,
  deliveries: Delivery[],
): Promise<Outcome[]> {
  const pieces = deliveries.flatMap((delivery) =>
    delivery.message.segments.filter((segment) => segment.table === table).map((segment) => ({ delivery, segment })),
  );
  const outcomes = await writeMissing(connection, table, pieces);
  const away = outcomes.find(({ result }) => !result.ok && result.kind === "unavailable");
  if (away) logError("ClickHouse did not take the rows", { table, result: away.result });
  return outcomes;
}

async function writeMissing(connection: Connection, table: IngestTable, pieces: Piece[]): Promise<Outcome[]> {
  // Only a message that came before can have been written before; the others cost no question.
  const redelivered = pieces.filter(({ delivery }) => delivery.attempts > 1).map(({ delivery }) => delivery.message);
  const stored = await storedRows(connection, table, redelivered);
  if (!stored.ok) {
    const result: InsertResult = { ok: false, kind: "unavailable", message: stored.failure.message };
    return pieces.map((piece) => ({ ...piece, result }));
  }
  const isStored = ({ delivery, segment }: Piece): boolean =>
    (stored.value.get(delivery.message.id) ?? 0) >= segment.rows;
  const missing = await insertPieces(
    connection,
    table,
    pieces.filter((piece) => !isStored(piece)),
  );
  const skipped = pieces.filter(isStored);
  count("rows_already_stored_total", rowsIn(skipped));
  return [...skipped.map((piece) => ({ ...piece, result: { ok: true as const } })), ...missing];
}

const rowsIn = (pieces: Piece[]): number => pieces.reduce((sum, { segment }) => sum + segment.rows, 0);

/** One INSERT for all. When ClickHouse refuses the rows, halves find those that are to blame, and only those stay out. */
async function insertPieces(connection: Connection, table: IngestTable, pieces: Piece[]): Promise<Outcome[]> {
  if (pieces.length === 0) return [];
  const result = await insertPatiently(connection, {
    table,
    gzipMembers: pieces.map(({ segment }) => segment.gzip),
    token: contentToken(pieces),
    rows: rowsIn(pieces),
  });
  const isDivisible = !result.ok && result.kind === "refused" && pieces.length > 1;
  if (!isDivisible) return pieces.map((piece) => ({ ...piece, result }));
  const middle = pieces.length >> 1;
  return [
    ...(await insertPieces(connection, table, pieces.slice(0, middle))),
    ...(await insertPieces(connection, table, pieces.slice(middle))),
  ];
}

/** Pauses between attempts inside one invocation: enough for a dropped connection, while longer outages are the queue's affair. */
const pausesMs = [200, 1_000];

/** The same body under the same token each time, so an answer that was lost after the rows were written doubles nothing. */
async function insertPatiently(
  connection: Connection,
  request: Parameters<typeof measuredInsert>[1],
): Promise<InsertResult> {
  let result = await measuredInsert(connection, request);
  for (const pauseMs of pausesMs) {
    if (result.ok || result.kind === "refused") break;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    count("insert_retries_total");
    result = await measuredInsert(connection, request);
  }
  return result;
}

/**
 * Names exactly this set of pieces. It must: ClickHouse drops what comes under a known token without looking at the rows, and the
 * order of a batch's messages is not the same when they come again.
 */
function contentToken(pieces: Piece[]): string {
  const names = pieces.map(
    ({ delivery, segment }) => `${delivery.message.id}:${segment.rows}:${segment.gzip.byteLength}`,
  );
  return createHash("sha256").update(names.sort().join("\n")).digest("hex");
}
