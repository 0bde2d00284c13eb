import { type QueueMessage, unpackMessage } from "@perigee/schema";
import { count } from "../counters.ts";
import { buryCorrupt, buryMessage } from "../dead-letters.ts";
import { type Env, readConfig } from "../env.ts";
import { limits } from "../limits.ts";
import { logError } from "../log-error.ts";
import { storeMessages, type Verdict } from "../store-messages.ts";
import { type DueObject, dueObjects } from "./due-objects.ts";
import { takeLease } from "./lease.ts";

/**
 * Stores what lies in the spool and no queue will deliver, by the code that stores a queue's batch, after asking which rows are there.
 * What is stored or buried is deleted; what could not be stored stays for the next sweep. Ends when ClickHouse is away.
 */
export async function sweepSpool(env: Env, now: number): Promise<void> {
  const { queueStartedAt } = readConfig(env);
  const due = dueObjects(env.SPOOL_BUCKET, { queueStartedAt, now });
  const first = await due.next();
  if (first.done) return;
  const lease = await takeLease(env.SPOOL_BUCKET, { now: Date.now(), queueStartedAt });
  if (!lease) return;
  try {
    const endAt = Date.now() + limits.sweepMs;
    for await (const round of rounds(first.value, due)) {
      const isAway = await sweep(round, env);
      if (isAway || Date.now() > endAt) return;
    }
  } finally {
    await lease.release();
  }
}

/** As many objects as may be held in memory, again and again, until the sweep has had its share. */
async function* rounds(first: DueObject, rest: AsyncGenerator<DueObject>): AsyncGenerator<DueObject[]> {
  let round = [first];
  let bytes = first.size;
  let objects = 1;
  for await (const object of rest) {
    if (objects === limits.sweepObjects) break;
    objects += 1;
    if (bytes + object.size > limits.sweepBytes || round.length === limits.deleteKeys) {
      yield round;
      round = [];
      bytes = 0;
    }
    round.push(object);
    bytes += object.size;
  }
  if (round.length > 0) yield round;
}

type Spooled = DueObject & { message: QueueMessage };

/** One round. Tells whether ClickHouse is away. */
async function sweep(round: DueObject[], env: Env): Promise<boolean> {
  const { all, buried } = await readAll(round, env);
  // A batch that was sent again around midnight lies here twice. One copy waits, and then its rows are found to be stored.
  const spooled = [...new Map(all.map((object) => [object.message.id, object])).values()];
  const arrivals = spooled.map(({ message }) => ({ message, mayBeStored: true }));
  const verdicts = await storeMessages(arrivals, env, Date.now() + limits.sweepMs);
  const settled = await Promise.all(
    spooled.map(async (object) => ((await settle(object, verdicts.get(object.message), env)) ? [object.name] : [])),
  );
  const done = [...buried, ...settled.flat()];
  if (done.length > 0) await env.SPOOL_BUCKET.delete(done);
  count("messages_swept_total", done.length);
  return [...verdicts.values()].some((verdict) => verdict.kind === "waits" && verdict.isAway);
}

/** The messages, and the names of those objects that hold none and have been buried. */
async function readAll(round: DueObject[], env: Env): Promise<{ all: Spooled[]; buried: string[] }> {
  const all: Spooled[] = [];
  const buried: string[] = [];
  const waiting = [...round];
  const read = async () => {
    for (let object = waiting.shift(); object; object = waiting.shift()) {
      const stored = await env.SPOOL_BUCKET.get(object.name);
      // It was deleted meanwhile: the queue's consumer has stored it.
      if (!stored) continue;
      const bytes = new Uint8Array(await stored.arrayBuffer());
      const message = unpackMessage(bytes);
      if (message) all.push({ ...object, message });
      else if (await succeeds(() => buryCorrupt(env.DEAD_LETTERS, object.name, bytes))) buried.push(object.name);
    }
  };
  await Promise.all(Array.from({ length: limits.sweepReads }, read));
  return { all, buried };
}

/** Tells whether the object has done its service. */
async function settle({ message, receivedAt }: Spooled, verdict: Verdict | undefined, env: Env): Promise<boolean> {
  switch (verdict?.kind) {
    case "stored":
      return true;
    case "refused":
      return await bury(env, verdict.part, { reason: "refused", detail: verdict.detail });
    case "waits":
      // What fails for a reason that nobody knows, while the others are stored, does not stay here for ever.
      if (verdict.isAway || receivedAt > Date.now() - limits.spoolMs) return false;
      return await bury(env, message, { reason: "retries-exhausted", detail: verdict.detail });
    case undefined:
      return false;
  }
}

async function bury(env: Env, message: QueueMessage, cause: Parameters<typeof buryMessage>[2]): Promise<boolean> {
  const buried = await succeeds(() => buryMessage(env.DEAD_LETTERS, message, cause));
  if (buried) count("messages_dead_total");
  return buried;
}

async function succeeds(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (cause) {
    logError("dead letter could not be written", { cause: String(cause) });
    return false;
  }
}
