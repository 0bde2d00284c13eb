import { debug } from "../debug.ts";
import type { Instrumentation } from "../instrumentation.ts";

/**
 * Learns from the first answer how far the server's clock is ahead, and tells it with the batches that follow: a body that leaves long after
 * it was made could not tell it by the time of sending.
 */
export const clockSkew: Instrumentation = (_emit, { on, identity }) =>
  on("sent", ({ response }) => {
    const startedAt = Date.now();
    response
      ?.then((answer) => answer.json())
      .then(({ receivedAt }: { receivedAt: number }) => {
        // An answer without it makes no number.
        identity.clockOffset ??= Math.round(receivedAt - (startedAt + Date.now()) / 2) || undefined;
      })
      .catch(debug);
  });
