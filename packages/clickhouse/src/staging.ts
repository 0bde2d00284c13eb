import type { IngestTable, Result } from "@perigee/schema";
import { z } from "zod";
import { command } from "./command.ts";
import type { Connection } from "./connection.ts";
import { type InsertResult, insert } from "./insert.ts";
import { select } from "./run-query.ts";
import { type Sql, type StagingName, sql, table as tableName } from "./sql.ts";

/** A table beside one of ours, with the same columns and no views: rows wait there until it is known which of them are missing. */
export type Staging = { connection: Connection; table: IngestTable; name: StagingName };

/** Makes it empty, also where a run that died has left one. */
export async function openStaging(staging: Staging): Promise<Result<undefined>> {
  const dropped = await dropStaging(staging);
  if (!dropped.ok) return dropped;
  // Keys that are not named here would be those of the table; its time to live is not taken over.
  const keys = sql`PARTITION BY tuple() PRIMARY KEY event_id ORDER BY event_id`;
  const like = sql`${{ StagingTable: staging.name }} AS ${tableName(staging.table)}`;
  return command(staging.connection, sql`CREATE TABLE ${like} ENGINE = MergeTree ${keys}`);
}

export const dropStaging = ({ connection, name }: Staging): Promise<Result<undefined>> =>
  command(connection, sql`DROP TABLE IF EXISTS ${{ StagingTable: name }} SYNC`);

/** Adds joined gzip members of JSONEachRow lines. Fields that no column has any more are left out: files may be older than the table. */
export const fillStaging = ({ connection, name }: Staging, gzip: Uint8Array): Promise<InsertResult> =>
  insert(connection, { table: name, gzipMembers: [gzip], token: crypto.randomUUID(), isLenient: true });

/** Rows read, rows written, and rows that were in the table already or came twice. */
export type Moved = { read: number; restored: number; present: number };

const Counts = z.tuple([z.object({ read: z.int(), missing: z.int() })]);

/** An identical block may have been written and deleted since: what is missing is decided by ids, not by ClickHouse's memory of blocks. */
const insertSettings = { insert_deduplicate: "0", async_insert: "0" };

/**
 * Moves the rows of one project whose event ids the table does not have, so that its views count each row once. Done again, it
 * moves nothing. `retentionDays` is the least that the rows get.
 */
export async function moveStaging(
  staging: Staging,
  { projectId, retentionDays }: { projectId: number; retentionDays: number },
): Promise<Result<Moved>> {
  const { connection, name, table } = staging;
  const ofProject = sql`project_id = ${{ UInt32: projectId }}`;
  const staged = sql`${{ StagingTable: name }} WHERE ${ofProject}`;
  const isMissing = sql`event_id NOT IN (${presentIds(staging, staged, ofProject)})`;
  const counted = await select(
    connection,
    sql`SELECT count() AS read, uniqExactIf(event_id, ${isMissing}) AS missing FROM ${staged}`,
  );
  if (!counted.ok) return counted;
  const [{ read, missing }] = Counts.parse(counted.value);
  if (missing > 0) {
    const kept = sql`greatest(retention_days, toUInt16(${{ UInt32: retentionDays }}))`;
    const moved = await command(
      connection,
      sql`INSERT INTO ${tableName(table)} SELECT * REPLACE (${kept} AS retention_days) FROM ${staged} AND ${isMissing}
        LIMIT 1 BY event_id`,
      insertSettings,
    );
    if (!moved.ok) return moved;
  }
  return { ok: true, value: { read, restored: missing, present: read - missing } };
}

/** The same event has the same time, but for what its clock was corrected by when it was sent a second time. */
const presentIds = ({ table }: Staging, staged: Sql, ofProject: Sql): Sql => sql`
  SELECT event_id FROM ${tableName(table)} WHERE ${ofProject}
    AND ts >= (SELECT min(ts) - INTERVAL 1 HOUR FROM ${staged}) AND ts <= (SELECT max(ts) + INTERVAL 1 HOUR FROM ${staged})`;
