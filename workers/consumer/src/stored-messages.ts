import { type Connection, column, join, type Sql, select, sql, table as tableName } from "@perigee/clickhouse";
import { type IngestTable, limits, type Result, succeed, timeColumns } from "@perigee/schema";
import { z } from "zod";
import type { Piece } from "./insert-groups.ts";
import { restOf, rowNames } from "./rest-of-rows.ts";

/** Clocks are put right by whole minutes, so a copy of a message may differ in its times by one. */
const clockMs = 60_000;

type Asked = { connection: Connection; table: IngestTable };

/** Pieces whose rows the table has, all of them, and those that are to be written, with what is left of one that is there in part. */
export type Sorted = { stored: readonly Piece[]; missing: readonly Piece[] };

/**
 * Asks which of these pieces the table has. Counted and not only looked for: an INSERT that spans two partitions is committed one by
 * one, so after a crash a message may be there in part. Its other rows alone are written then: all of them once more would stand
 * there doubled until a merge, and in the views on the table for good.
 */
export async function sortByStored(asked: Asked, pieces: readonly Piece[]): Promise<Result<Sorted>> {
  if (pieces.length === 0) return succeed({ stored: [], missing: [] });
  const counted = await countRows(asked, pieces);
  if (!counted.ok) return counted;
  const rowsOf = ({ message }: Piece) => counted.value.get(message.id) ?? 0;
  const begun = pieces.filter((piece) => rowsOf(piece) > 0 && rowsOf(piece) < piece.segment.rows);
  const named = begun.length === 0 ? succeed(new Map<string, Set<string>>()) : await nameRows(asked, begun);
  if (!named.ok) return named;
  const [stored, missing]: [Piece[], Piece[]] = [[], []];
  for (const piece of pieces) {
    const { message, segment } = piece;
    const names = named.value.get(message.id);
    const rest = names && restOf(segment, names);
    if (rest) missing.push({ message, segment, rest });
    else if (rowsOf(piece) > 0) stored.push(piece);
    else missing.push({ message, segment });
  }
  return succeed({ stored, missing });
}

const Counts = z.array(z.object({ id: z.uuid(), rows: z.int() }));

/** How many rows the table has of these messages, by their ids; none of those that are not named. */
export async function countRows(asked: Asked, pieces: readonly Piece[]): Promise<Result<Map<string, number>>> {
  const query = sql`SELECT message_id AS id, count() AS rows ${fromRows(asked, pieces)} GROUP BY id`;
  const found = await select(asked.connection, query);
  return found.ok ? succeed(new Map(Counts.parse(found.value).map(({ id, rows }) => [id, rows]))) : found;
}

const Names = z.array(z.object({ id: z.uuid(), names: z.array(z.string()) }));

async function nameRows(asked: Asked, pieces: readonly Piece[]): Promise<Result<Map<string, Set<string>>>> {
  const name = sql`toString(${column(asked.table, rowNames[asked.table])})`;
  const query = sql`SELECT message_id AS id, groupUniqArray(${name}) AS names ${fromRows(asked, pieces)} GROUP BY id`;
  const found = await select(asked.connection, query);
  return found.ok ? succeed(new Map(Names.parse(found.value).map(({ id, names }) => [id, new Set(names)]))) : found;
}

/**
 * Times of events are checked against their arrival, so they bound which partitions can hold these messages. A message that the
 * client sent again has the same events, but another time of arrival than the rows that are there.
 */
function fromRows({ table }: Asked, pieces: readonly Piece[]): Sql {
  const messages = pieces.map(({ message }) => message);
  const received = messages.map(({ receivedAt }) => receivedAt);
  const [earliest, latest] = [Math.min(...received), Math.max(...received)];
  const projects = Array.from(new Set(messages.map(({ projectId }) => projectId)), (id) => sql`${{ UInt32: id }}`);
  const ids = { Strings: messages.map(({ id }) => id) };
  return sql`FROM ${tableName(table)}
    WHERE project_id IN (${join(projects, sql`, `)})
      AND ${column(table, timeColumns[table])} BETWEEN ${{ DateTime64: earliest - limits.eventAgeMs - clockMs }} AND ${{ DateTime64: latest + limits.eventAheadMs + clockMs }}
      AND message_id IN (SELECT toUUID(arrayJoin(${ids})))`;
}
