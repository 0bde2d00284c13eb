import { findMiscounts, mendMiscounts } from "@perigee/clickhouse";
import type { Failure } from "@perigee/schema";
import { count } from "../counters.ts";
import { type Config, type Env, readConfig } from "../env.ts";
import { logError } from "../log-error.ts";
import { RecountNote, recountPrefix } from "../recount-notes.ts";

/** Notes that one run looks into at most. */
const maxNotes = 100;

/**
 * Counts again the visits of messages that may have been written without their view. What lacks twice, with a time between in which
 * every INSERT of then has ended, is added. Ends where ClickHouse does not answer; the notes stay.
 */
export async function recountVisits(env: Env): Promise<void> {
  const config = readConfig(env);
  const { objects } = await env.SPOOL_BUCKET.list({ prefix: recountPrefix, limit: maxNotes });
  for (const { key } of objects) {
    const failure = await lookInto(key, { bucket: env.SPOOL_BUCKET, ...config });
    if (!failure) continue;
    logError("visits could not be counted again", { note: key, failure });
    return;
  }
}

type Place = Config & { bucket: R2Bucket };

async function lookInto(key: string, place: Place): Promise<Failure | undefined> {
  const { bucket, connection, insertTimeoutMs } = place;
  const object = await bucket.get(key);
  if (!object) return undefined;
  const { found: earlier, ...note } = RecountNote.parse(await object.json());
  // ClickHouse ends an INSERT between two blocks, so one may live somewhat longer than its time-out.
  if (earlier && Date.now() < earlier.at + 2 * insertTimeoutMs) return undefined;
  const looked = await findMiscounts(connection, note);
  if (!looked.ok) return looked.failure;
  const certain = looked.value.filter((miscount) => earlier?.miscounts.includes(miscount));
  const others = looked.value.filter((miscount) => !certain.includes(miscount));
  // The note is taken first: of two runs at the same time one adds what lacks, and one that dies here is followed by another.
  const next: RecountNote = others.length > 0 ? { ...note, found: { miscounts: others, at: Date.now() } } : note;
  const isOurs = await bucket.put(key, JSON.stringify(next), { onlyIf: { etagMatches: object.etag } });
  if (!isOurs) return undefined;
  if (certain.length > 0) {
    const mended = await mendMiscounts(connection, note, certain);
    if (!mended.ok) return mended.failure;
    count("visits_recounted_total", certain.length);
  }
  if (others.length === 0) await bucket.delete(key);
  return undefined;
}
