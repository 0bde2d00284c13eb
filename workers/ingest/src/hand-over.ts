import { packMessage, type QueueMessage, spoolName } from "@perigee/schema";
import { BoundedCache } from "./bounded-cache.ts";
import { count } from "./counters.ts";
import type { Env } from "./env.ts";
import { noteSend } from "./queue-state.ts";

/** Where a message is now: on a queue, in R2, or there already since an earlier request; `refused` by all of them. */
type Whereabouts = "queued" | "spooled" | "repeated" | "refused";

/** Messages that this isolate saw safe. One that comes again, its answer being lost, is safe already. */
const safe = new BoundedCache<true>(10_000);

/**
 * Gives all messages of a request away. `fresh` are those that no earlier request had brought here; where one is refused, those that were
 * taken are known when the request comes again.
 */
export async function handOverAll(
  messages: readonly QueueMessage[],
  env: Env,
): Promise<{ fresh: QueueMessage[]; isRefused: boolean }> {
  const whereabouts = await Promise.all(messages.map((message) => handOver(message, env)));
  const isRefused = whereabouts.includes("refused");
  if (!isRefused) count("messages_repeated_total", whereabouts.filter((where) => where === "repeated").length);
  const fresh = messages.filter((_, index) => whereabouts[index] === "queued" || whereabouts[index] === "spooled");
  return { fresh, isRefused };
}

/**
 * Gives a message to whoever takes it: the queue of its project, else the next queue, else the spool in R2. With SPOOL=always
 * the spool comes first and a queue second, for queues that forget when their process ends.
 */
async function handOver(message: QueueMessage, env: Env): Promise<Whereabouts> {
  if (safe.get(message.id)) return "repeated";
  const taken = env.SPOOL === "always" ? await spoolFirst(message, env) : await queueFirst(message, env);
  if (taken !== "refused") safe.set(message.id, true);
  return taken;
}

async function queueFirst(message: QueueMessage, env: Env): Promise<Whereabouts> {
  if (await send(message, env)) return "queued";
  return (await spool(message, env)) ? "spooled" : "refused";
}

async function spoolFirst(message: QueueMessage, env: Env): Promise<Whereabouts> {
  // The mark says that a queue will most likely deliver it, so that the sweep is in no hurry.
  if (!(await spool(message, env, { queued: "1" }))) return "refused";
  if (await send({ ...message, spooledAs: spoolName(message) }, env)) return "queued";
  // Without the mark the sweep takes it at once. Should R2 fail just now, then the sweep takes it later.
  await spool(message, env);
  return "spooled";
}

/** A project's queue, by the multiplicative hash of its id (Knuth, volume 3, section 6.4), so that neighbours are spread. */
const homeShard = (projectId: number, shards: number): number =>
  Math.floor(((Math.imul(projectId, 0x9e37_79b1) >>> 0) / 2 ** 32) * shards);

async function send(message: QueueMessage, env: Env): Promise<boolean> {
  const shards = Number(env.QUEUE_SHARDS);
  const home = homeShard(message.projectId, shards);
  let mayBeTaken = false;
  for (let step = 0; step < shards; step++) {
    const shard = (home + step) % shards;
    const queue = env[`EVENTS_${shard}`];
    const outcome: Outcome = queue ? await trySend(queue, { shard, message, mayBeTaken }) : "refused";
    if (outcome === "sent") {
      count("messages_enqueued_total", 1);
      if (step > 0) count("messages_overflowed_total", 1);
      return true;
    }
    mayBeTaken ||= outcome === "unknown";
  }
  return false;
}

/** Seconds that a second copy waits, so that the first one's rows are stored when the consumer asks for them. */
const secondCopyDelayS = 20;

/** `unknown` is any error but the queue's own word that it has too much: it may have taken the message all the same. */
type Outcome = "sent" | "refused" | "unknown";

type Attempt = { shard: number; message: QueueMessage; mayBeTaken: boolean };

async function trySend(queue: Queue<QueueMessage>, { shard, message, mayBeTaken }: Attempt): Promise<Outcome> {
  const body = mayBeTaken ? { ...message, retried: true } : message;
  try {
    const options = { contentType: "v8", ...(mayBeTaken && { delaySeconds: secondCopyDelayS }) } as const;
    await noteSend(String(shard), queue.send(body, options));
    return "sent";
  } catch (cause) {
    count("queue_refusals_total", 1);
    return /too many requests/i.test(String(cause)) ? "refused" : "unknown";
  }
}

async function spool(message: QueueMessage, env: Env, mark: { queued?: "1" } = {}): Promise<boolean> {
  const { projectId, receivedAt } = message;
  const customMetadata = { projectId: String(projectId), receivedAt: String(receivedAt), ...mark };
  try {
    await env.SPOOL_BUCKET.put(spoolName(message), packMessage(message), { customMetadata });
    count("messages_spooled_total", 1);
    return true;
  } catch {
    count("spool_refusals_total", 1);
    return false;
  }
}
