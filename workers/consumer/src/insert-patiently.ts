import { createHash } from "node:crypto";
import { busyCodes, type InsertResult } from "@perigee/clickhouse";
import { type IngestTable, type Result, succeed } from "@perigee/schema";
import { count } from "./counters.ts";
import type { Config } from "./env.ts";
import type { Piece } from "./insert-groups.ts";
import { measuredInsert } from "./measured-insert.ts";
import { type Sorted, sortByStored } from "./stored-messages.ts";

/** Where rows are written, and until when (milliseconds since the epoch) it is worth another attempt. */
export type Target = Config & { table: IngestTable; deadlineAt: number };

/** Pauses between attempts inside one invocation: enough for a dropped connection, while longer outages are the queue's affair. */
const pausesMs = [200, 1_000];
/** A ClickHouse that says that it has too much to do is left alone for longer. */
const busyFactor = 3;

/** What became of an INSERT of the pieces that were `missing`; the others were `stored` by an attempt whose answer was lost. */
export type PatientInsert = Sorted & { result: InsertResult };

/**
 * One INSERT, tried again where ClickHouse cannot be reached or is busy. The same body under the same token doubles nothing where an
 * answer was lost; a ClickHouse that was killed has lost its tokens too, so then it is asked which messages are there.
 */
export async function insertPatiently(target: Target, pieces: readonly Piece[]): Promise<PatientInsert> {
  const stored: Piece[] = [];
  let missing = pieces;
  let result = await insertOnce(target, missing);
  for (const pauseMs of pausesMs) {
    if (!isAway(result)) break;
    if (!(await paused(result.code === undefined ? pauseMs : pauseMs * busyFactor, target.deadlineAt))) break;
    count("insert_retries_total");
    const sorted = await sortAfter(target, missing, result);
    if (!sorted.ok) continue;
    stored.push(...sorted.value.stored);
    missing = sorted.value.missing;
    result = missing.length === 0 ? { ok: true } : await insertOnce(target, missing);
  }
  return { result, stored, missing };
}

/** A failure where ClickHouse, which gave no answer, does not tell what it has either. */
const sortAfter = async (target: Target, pieces: readonly Piece[], { code }: Unavailable): Promise<Result<Sorted>> =>
  code === undefined ? await sortByStored(target, pieces) : succeed({ stored: [], missing: pieces });

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
