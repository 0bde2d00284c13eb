import { buryMalformed, buryMessage } from "./dead-letters.ts";
import { acknowledgeOnceBuried, deleteSpooled, readDeliveries } from "./deliveries.ts";
import type { Env } from "./env.ts";

/** The queue of given-up messages: each goes to R2 whole. Rows carry their message id, so a later replay can tell what is there. */
export async function buryBatch(batch: MessageBatch, env: Env): Promise<void> {
  const { deliveries, malformed } = readDeliveries(batch, 0);
  const detail = "ClickHouse could not be reached in any of the attempts.";
  await Promise.all([
    ...deliveries.map(async ({ message, handles }) => {
      const bury = () => buryMessage(env.DEAD_LETTERS, message, { reason: "retries-exhausted", detail });
      if (await acknowledgeOnceBuried(handles, bury)) await deleteSpooled([message], env.SPOOL_BUCKET);
    }),
    ...malformed.map((handle) => acknowledgeOnceBuried([handle], () => buryMalformed(env.DEAD_LETTERS, handle))),
  ]);
}
