import { type Connection, type InsertRequest, type InsertResult, insert } from "@perigee/clickhouse";
import { IngestTable } from "@perigee/schema";
import { meter } from "./counters.ts";

const table = IngestTable.options;

const duration = meter.histogram({
  name: "perigee.consumer.insert.duration",
  unit: "s",
  description: "Time of one INSERT until ClickHouse's answer, by table and by what became of it.",
  attributes: { table, outcome: ["stored", "refused", "unavailable"] },
  bounds: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30],
});

const rowsPerInsert = meter.histogram({
  name: "perigee.consumer.insert.rows",
  unit: "{row}",
  description: "Rows of INSERTs that ClickHouse took, by table.",
  attributes: { table },
  bounds: [100, 300, 1_000, 3_000, 5_000, 7_000, 10_000, 15_000, 20_000, 30_000, 50_000],
});

const insertSize = meter.histogram({
  name: "perigee.consumer.insert.size",
  unit: "By",
  description: "Compressed size of INSERTs that ClickHouse took, by table.",
  attributes: { table },
  bounds: [1_000, 10_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000],
});

/** When ClickHouse last took rows from this isolate, milliseconds since the epoch; 0 for never. */
export const lastInsert = { at: 0 };

/** `insert`, with its time, its rows and its bytes noted. */
export async function measuredInsert(
  connection: Connection,
  { rows, ...request }: InsertRequest & { table: IngestTable; rows: number },
): Promise<InsertResult> {
  const startedAt = performance.now();
  const result = await insert(connection, request);
  const seconds = (performance.now() - startedAt) / 1_000;
  duration.record(seconds, { table: request.table, outcome: result.ok ? "stored" : result.kind });
  if (!result.ok) return result;
  rowsPerInsert.record(rows, { table: request.table });
  const bytes = request.gzipMembers.reduce((sum, { byteLength }) => sum + byteLength, 0);
  insertSize.record(bytes, { table: request.table });
  lastInsert.at = Date.now();
  return result;
}
