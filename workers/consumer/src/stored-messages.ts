import { type Connection, column, join, select, sql, table as tableName } from "@perigee/clickhouse";
import { type IngestTable, limits, type QueueMessage, type Result, succeed, timeColumns } from "@perigee/schema";
import { z } from "zod";

const Rows = z.array(z.object({ id: z.uuid(), rows: z.int() }));

/**
 * How many rows of each of these messages the table has. Counted and not only looked for: an INSERT that spans two partitions is
 * committed one by one, so after a crash a message may be there in part. Its missing rows come with all of them once more, and
 * those that were there collapse.
 */
export async function storedRows(
  connection: Connection,
  table: IngestTable,
  messages: QueueMessage[],
): Promise<Result<Map<string, number>>> {
  if (messages.length === 0) return succeed(new Map());
  const received = messages.map(({ receivedAt }) => receivedAt);
  const [earliest, latest] = [Math.min(...received), Math.max(...received)];
  const projects = Array.from(new Set(messages.map(({ projectId }) => projectId)), (id) => sql`${{ UInt32: id }}`);
  const ids = { Strings: messages.map(({ id }) => id) };
  // Times of events are checked against their arrival, so they bound which partitions can hold these messages.
  const found = await select(
    connection,
    sql`SELECT message_id AS id, count() AS rows FROM ${tableName(table)}
      WHERE project_id IN (${join(projects, sql`, `)})
        AND ${column(table, timeColumns[table])} BETWEEN ${{ DateTime64: earliest - limits.eventAgeMs }} AND ${{ DateTime64: latest + limits.eventAheadMs }}
        AND received_at BETWEEN ${{ DateTime64: earliest }} AND ${{ DateTime64: latest }}
        AND message_id IN (SELECT toUUID(arrayJoin(${ids})))
      GROUP BY message_id`,
  );
  return found.ok ? succeed(new Map(Rows.parse(found.value).map(({ id, rows }) => [id, rows]))) : found;
}
