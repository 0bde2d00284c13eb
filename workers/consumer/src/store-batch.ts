import { buryMalformed, buryMessage } from "./dead-letters.ts";
import {
  acknowledge,
  acknowledgeOnceBuried,
  type Delivery,
  deleteSpooled,
  readDeliveries,
  retryLater,
} from "./deliveries.ts";
import { type Env, readConfig } from "./env.ts";
import { limits } from "./limits.ts";
import { noteBatch } from "./queue-state.ts";
import { storeMessages, type Verdict } from "./store-messages.ts";

/**
 * Writes the rows of a batch and then settles each message by itself: acknowledged when all of its rows are stored, delivered again
 * when something could not be reached, buried when ClickHouse refuses it. Throws `BackPressure` where no message could be settled.
 */
export async function storeBatch(batch: MessageBatch, env: Env): Promise<void> {
  const { deliveries, malformed } = readDeliveries(batch, readConfig(env).queueStartedAt);
  noteBatch(batch, deliveries);
  const verdicts = await storeMessages(deliveries, env, Date.now() + limits.batchMs);
  const settled = await Promise.all([
    ...deliveries.map((delivery) => settle(delivery, verdicts.get(delivery.message), env)),
    ...malformed.map((handle) => acknowledgeOnceBuried([handle], () => buryMalformed(env.DEAD_LETTERS, handle))),
  ]);
  const done = deliveries.filter((_, index) => settled[index]).map(({ message }) => message);
  await deleteSpooled(done, env.SPOOL_BUCKET);
  if (settled.length > 0 && !settled.includes(true)) throw new BackPressure(batch.queue);
}

/**
 * Cloudflare lowers a queue's concurrency when its consumer throws, and not for retries. Thrown only where every message has been put
 * off: on Cloudflare an acknowledged message stays so, but the local simulator delivers the whole batch of a consumer that threw.
 */
class BackPressure extends Error {
  constructor(queue: string) {
    super(`Nothing of a batch of ${queue} could be stored; all of it comes again later.`);
    this.name = "BackPressure";
  }
}

/** Tells whether the queue is rid of the message. */
async function settle({ handles }: Delivery, verdict: Verdict | undefined, env: Env): Promise<boolean> {
  switch (verdict?.kind) {
    case "stored":
      acknowledge(handles);
      return true;
    case "refused": {
      const { part, detail } = verdict;
      const bury = () => buryMessage(env.DEAD_LETTERS, part, { reason: "refused", detail });
      return await acknowledgeOnceBuried(handles, bury);
    }
    case "waits":
    case undefined:
      retryLater(handles, verdict?.isOpen ? secondsOfAnInsert(env) : 0);
      return false;
  }
}

/** After that ClickHouse has ended any INSERT by itself, and can tell which rows it has for good. */
const secondsOfAnInsert = (env: Env): number => Math.ceil(readConfig(env).insertTimeoutMs / 1_000) + 1;
