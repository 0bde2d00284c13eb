import { IngestTable, type QueueMessage } from "@perigee/schema";
import { archive } from "./archive.ts";
import { count } from "./counters.ts";
import { type Env, readConfig } from "./env.ts";
import { isAway } from "./insert-patiently.ts";
import { logError } from "./log-error.ts";
import { isDoubtful, noteRecounts } from "./recount-notes.ts";
import { type Arrival, type Outcome, writeTable } from "./write-table.ts";

/**
 * What became of a message. `stored`: all of its rows are in ClickHouse, and in the archive if they are to be. `refused`: ClickHouse
 * blames the rows of `part`, the others are stored. `waits`: something could not be reached, so it must come again; `isAway` where
 * that holds for every message and not for this one alone, `isOpen` where ClickHouse gave no answer and may still be writing it.
 */
export type Verdict =
  | { kind: "stored" }
  | { kind: "refused"; part: QueueMessage; detail: string }
  | { kind: "waits"; isAway: boolean; isOpen?: boolean; detail: string };

/** Writes the rows of all these messages, table by table, until `deadlineAt` (milliseconds since the epoch). */
export async function storeMessages(
  arrivals: readonly Arrival[],
  env: Env,
  deadlineAt: number,
): Promise<Map<QueueMessage, Verdict>> {
  const config = readConfig(env);
  const tables = await Promise.all(
    IngestTable.options.map((table) => writeTable({ ...config, table, deadlineAt }, arrivals)),
  );
  const outcomes = Map.groupBy(tables.flat(), ({ message }) => message);
  const verdicts = new Map(arrivals.map(({ message }) => [message, judge(message, outcomes.get(message) ?? [])]));
  const stored = tables.flat().filter(({ result }) => result.ok);
  count(
    "rows_stored_total",
    stored.reduce((rows, { segment }) => rows + segment.rows, 0),
  );
  await noteDoubts(stored, verdicts, env);
  const kept = stored.filter(({ message }) => message.archive && verdicts.get(message)?.kind !== "waits");
  for (const { message, cause } of await archive(kept, env.ARCHIVE)) {
    logError("rows could not be archived", { message: message.id, cause });
    verdicts.set(message, { kind: "waits", isAway: false, detail: `archive: ${cause}` });
  }
  return verdicts;
}

/** A message of which nobody is told that its visits may lack rows waits until somebody is. */
async function noteDoubts(stored: Outcome[], verdicts: Map<QueueMessage, Verdict>, env: Env): Promise<void> {
  const doubtful = stored.filter((one) => isDoubtful(one) && verdicts.get(one.message)?.kind !== "waits");
  try {
    await noteRecounts(doubtful, env.SPOOL_BUCKET);
  } catch (cause) {
    logError("a recount could not be noted", { messages: doubtful.length, cause: String(cause) });
    for (const { message } of doubtful)
      verdicts.set(message, { kind: "waits", isAway: false, detail: `recount: ${cause}` });
  }
}

/** A message of which one table refuses its part and another could not be reached waits: first store, then bury. */
function judge(message: QueueMessage, outcomes: readonly Outcome[]): Verdict {
  const failed = outcomes.filter(({ result }) => !result.ok);
  const unavailable = failed.filter(({ result }) => !result.ok && result.kind === "unavailable");
  const worst = unavailable[0] ?? failed[0];
  if (!worst || worst.result.ok) return { kind: "stored" };
  const detail = `${worst.segment.table}: ${worst.result.message}`;
  if (unavailable.length > 0) {
    const isOpen = unavailable.some(({ result }) => !result.ok && result.code === undefined);
    return { kind: "waits", isAway: isAway(worst.result), isOpen, detail };
  }
  return { kind: "refused", part: { ...message, segments: failed.map(({ segment }) => segment) }, detail };
}
