import { createHash } from "node:crypto";
import { busyCodes, type InsertResult } from "@perigee/clickhouse";
import type { IngestTable } from "@perigee/schema";
import { count } from "./counters.ts";
import type { Config } from "./env.ts";
import type { Piece } from "./insert-groups.ts";
import { measuredInsert } from "./measured-insert.ts";
import { countRows } from "./stored-messages.ts";

/** Where rows are written, and until when (milliseconds since the epoch) it is worth another attempt. */
export type Target = Config & { table: IngestTable; deadlineAt: number };

/** Pauses between attempts inside one invocation: enough for a dropped connection, while longer outages are the queue's affair. */
const pausesMs = [200, 1_000];
/** A ClickHouse that says that it has too much to do is left alone for longer. */
const busyFactor = 3;

/** What became of an INSERT. `wasFound`: an attempt whose answer was lost had written the rows. */
export type PatientInsert = { result: InsertResult; wasFound: boolean };

/**
 * One INSERT, tried again where ClickHouse cannot be reached or is busy. The same body under the same token doubles nothing where an
 * answer was lost, even if ClickHouse still works on the first; one that was killed has lost its tokens too, so it is asked what is there.
 */
export async function insertPatiently(target: Target, pieces: readonly Piece[]): Promise<PatientInsert> {
  let last: PatientInsert = { result: await insertOnce(target, pieces), wasFound: false };
  for (const pauseMs of pausesMs) {
    const { result } = last;
    if (!isAway(result)) break;
    if (!(await paused(result.code === undefined ? pauseMs : pauseMs * busyFactor, target.deadlineAt))) break;
    count("insert_retries_total");
    last = await insertAgain(target, pieces, result);
  }
  return last;
}

async function insertAgain(target: Target, pieces: readonly Piece[], last: Unavailable): Promise<PatientInsert> {
  switch (last.code === undefined ? await whatBecameOf(target, pieces) : "nothing") {
    case "stored":
      return { result: { ok: true }, wasFound: true };
    case "nothing":
      return { result: await insertOnce(target, pieces), wasFound: false };
    // A part of it may be followed by the rest this very moment: what is left is told when the messages come again.
    case "begun":
    case "unknown":
      return { result: last, wasFound: false };
  }
}

/** What an INSERT without an answer has written; "unknown" where ClickHouse does not tell that either. */
async function whatBecameOf(
  target: Target,
  pieces: readonly Piece[],
): Promise<"stored" | "begun" | "nothing" | "unknown"> {
  const counted = await countRows(target, pieces);
  if (!counted.ok) return "unknown";
  const rowsOf = ({ message }: Piece) => counted.value.get(message.id) ?? 0;
  if (pieces.every((piece) => rowsOf(piece) >= piece.segment.rows)) return "stored";
  const rowsBefore = ({ segment, rest = segment }: Piece) => segment.rows - rest.rows;
  return pieces.some((piece) => rowsOf(piece) > rowsBefore(piece)) ? "begun" : "nothing";
}

type Unavailable = Extract<InsertResult, { kind: "unavailable" }>;

const isUnavailable = (result: InsertResult): result is Unavailable => !result.ok && result.kind === "unavailable";

/** ClickHouse fails, but says neither that the rows are wrong nor that it has no time: some of the rows may be the cause. */
export const isUnexplained = (result: InsertResult): boolean =>
  isUnavailable(result) && result.code !== undefined && !busyCodes.has(result.code);

/** No answer, or one that says "not now": the next INSERT would fare no better. */
export const isAway = (result: InsertResult): result is Unavailable => isUnavailable(result) && !isUnexplained(result);

async function insertOnce(target: Target, pieces: readonly Piece[]): Promise<InsertResult> {
  const written = pieces.map(({ message, segment, rest = segment }) => ({ message, segment: rest }));
  return await measuredInsert(target.connection, {
    table: target.table,
    gzipMembers: written.map(({ segment }) => segment.gzip),
    token: contentHash(written),
    rows: written.reduce((sum, { segment }) => sum + segment.rows, 0),
    timeoutMs: Math.max(1, Math.min(target.insertTimeoutMs, target.deadlineAt - Date.now())),
  });
}

/**
 * Waits about this long, or not at all where the time does not suffice: then it answers false. The length varies, so that many
 * consumers that were turned away at the same moment do not come back at the same moment.
 */
async function paused(aboutMs: number, deadlineAt: number): Promise<boolean> {
  const waitMs = aboutMs * (0.5 + Math.random());
  if (Date.now() + waitMs > deadlineAt) return false;
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  return true;
}

/**
 * Names exactly this set of pieces. It must: ClickHouse drops what comes under a known token without looking at the rows, and the
 * order of a batch's messages is not the same when they come again.
 */
export function contentHash(pieces: readonly Piece[]): string {
  const names = pieces.map(({ message, segment }) => `${message.id}:${segment.rows}:${segment.gzip.byteLength}`);
  return createHash("sha256").update(names.sort().join("\n")).digest("hex");
}
