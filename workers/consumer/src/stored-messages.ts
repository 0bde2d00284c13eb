import { type Connection, column, join, select, sql, table as tableName } from "@perigee/clickhouse";
import { type IngestTable, limits, type Result, succeed, timeColumns } from "@perigee/schema";
import { z } from "zod";
import type { Piece } from "./insert-groups.ts";

/** Clocks are put right by whole minutes, so a copy of a message may differ in its times by one. */
const clockMs = 60_000;

const Rows = z.array(z.object({ id: z.uuid(), rows: z.int() }));

/**
 * Those pieces whose rows the table has, all of them. Counted and not only looked for: an INSERT that spans two partitions is
 * committed one by one, so after a crash a message may be there in part. Its missing rows come with all of them once more, and
 * those that were there collapse.
 */
export async function storedRows(
  { connection, table }: { connection: Connection; table: IngestTable },
  pieces: readonly Piece[],
): Promise<Result<Set<Piece>>> {
  if (pieces.length === 0) return succeed(new Set());
  const messages = pieces.map(({ message }) => message);
  const received = messages.map(({ receivedAt }) => receivedAt);
  const [earliest, latest] = [Math.min(...received), Math.max(...received)];
  const projects = Array.from(new Set(messages.map(({ projectId }) => projectId)), (id) => sql`${{ UInt32: id }}`);
  const ids = { Strings: messages.map(({ id }) => id) };
  // Times of events are checked against their arrival, so they bound which partitions can hold these messages. A message that the
  // client sent again has the same events, but another time of arrival than the rows that are there.
  const found = await select(
    connection,
    sql`SELECT message_id AS id, count() AS rows FROM ${tableName(table)}
      WHERE project_id IN (${join(projects, sql`, `)})
        AND ${column(table, timeColumns[table])} BETWEEN ${{ DateTime64: earliest - limits.eventAgeMs - clockMs }} AND ${{ DateTime64: latest + limits.eventAheadMs + clockMs }}
        AND message_id IN (SELECT toUUID(arrayJoin(${ids})))
      GROUP BY message_id`,
  );
  if (!found.ok) return found;
  const rows = new Map(Rows.parse(found.value).map((row) => [row.id, row.rows]));
  return succeed(new Set(pieces.filter(({ message, segment }) => (rows.get(message.id) ?? 0) >= segment.rows)));
}
