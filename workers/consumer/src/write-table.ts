import type { InsertResult } from "@perigee/clickhouse";
import type { QueueMessage } from "@perigee/schema";
import { count } from "./counters.ts";
import { halves, insertGroups, type Piece } from "./insert-groups.ts";
import { insertPatiently, isAway, isUnexplained, type PatientInsert, type Target } from "./insert-patiently.ts";
import { limits } from "./limits.ts";
import { logError } from "./log-error.ts";
import { sortByStored } from "./stored-messages.ts";

/** A message and whether its rows may be in ClickHouse already. */
export type Arrival = { message: QueueMessage; mayBeStored: boolean };

/**
 * What became of a piece: stored, refused because of its rows, or unknown (`unavailable`). `wasFound`: an earlier INSERT, which gave no
 * answer, had stored it.
 */
export type Outcome = Piece & { result: InsertResult; wasFound?: true };

/** Writes one table's pieces of all these messages, leaving out those that are there already. */
export async function writeTable(target: Target, arrivals: readonly Arrival[]): Promise<Outcome[]> {
  const piecesOf = ({ message }: Arrival): Piece[] =>
    message.segments.filter(({ table }) => table === target.table).map((segment) => ({ message, segment }));
  const fresh = arrivals.filter(({ mayBeStored }) => !mayBeStored).flatMap(piecesOf);
  const doubtful = arrivals.filter(({ mayBeStored }) => mayBeStored).flatMap(piecesOf);
  const sorted = await sortByStored(target, doubtful);
  if (!sorted.ok) {
    const result: InsertResult = { ok: false, kind: "unavailable", message: sorted.failure.message };
    logError("ClickHouse does not tell which rows it has", { table: target.table, result });
    return [...doubtful.map((piece) => ({ ...piece, result })), ...(await insertAll(target, fresh))];
  }
  const { stored, missing } = sorted.value;
  for (const { segment } of stored) count("rows_already_stored_total", segment.rows);
  const written = await insertAll(target, [...fresh, ...missing]);
  return [...stored.map(foundStored), ...written];
}

const foundStored = (piece: Piece): Outcome => ({ ...piece, result: { ok: true }, wasFound: true });

/**
 * Inserts group by group. A group that ClickHouse refuses is halved until those that are to blame are alone; its halves go behind
 * the other groups, so one project's poison delays no other project's rows. When ClickHouse is away the rest is not tried.
 */
async function insertAll(target: Target, pieces: readonly Piece[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = insertGroups(pieces);
  let unexplained = 0;
  let away: InsertResult | undefined;
  for (let group = waiting.shift(); group; group = waiting.shift()) {
    const { result, wasFound }: PatientInsert = away
      ? { result: away, wasFound: false }
      : await insertPatiently(target, group);
    if (isUnexplained(result)) unexplained += 1;
    if (isWorthHalving(result, unexplained) && group.length > 1) {
      waiting.push(...halves(group));
      continue;
    }
    if (isAway(result)) away ??= result;
    outcomes.push(...group.map((piece) => ({ ...piece, result, ...(wasFound && { wasFound }) })));
  }
  const failed = outcomes.find(({ result }) => !result.ok && result.kind === "unavailable");
  if (failed) logError("ClickHouse did not take the rows", { table: target.table, result: failed.result });
  return outcomes;
}

const isWorthHalving = (result: InsertResult, unexplained: number): boolean =>
  !result.ok && (result.kind === "refused" || (isUnexplained(result) && unexplained <= limits.unexplainedErrors));
