import { buryMalformed, buryMessage } from "./dead-letters.ts";
import { acknowledgeOnceBuried, deleteSpooled, readDeliveries } from "./deliveries.ts";
import type { Env } from "./env.ts";
import { noteRecounts } from "./recount-notes.ts";

/**
 * The queue of given-up messages: each goes to R2 whole. Rows carry their message id, so a later replay can tell what is there. What is
 * there already may be missing in the view of visits, and nobody else would look into that before a replay.
 */
export async function buryBatch(batch: MessageBatch, env: Env): Promise<void> {
  const { deliveries, malformed } = readDeliveries(batch, 0);
  const detail = "ClickHouse could not be reached in any of the attempts.";
  const withEvents = deliveries.filter(({ message }) => message.segments.some(({ table }) => table === "events"));
  const noted = noteRecounts(withEvents, env.SPOOL_BUCKET);
  await Promise.all([
    ...deliveries.map(async ({ message, handles }) => {
      const bury = async () => {
        await noted;
        await buryMessage(env.DEAD_LETTERS, message, { reason: "retries-exhausted", detail });
      };
      if (await acknowledgeOnceBuried(handles, bury)) await deleteSpooled([message], env.SPOOL_BUCKET);
    }),
    ...malformed.map((handle) => acknowledgeOnceBuried([handle], () => buryMalformed(env.DEAD_LETTERS, handle))),
  ]);
}
