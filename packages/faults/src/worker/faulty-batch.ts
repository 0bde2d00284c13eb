import { counts, takeBatchFault } from "./fault-plan.ts";

type Handle = (batch: MessageBatch) => Promise<void> | void;

/** Hands a batch on, and lets the plan decide what becomes of its acknowledgements. */
export async function handleFaulty(batch: MessageBatch, handle: Handle): Promise<void> {
  const fault = batch.queue.endsWith("-dlq") ? undefined : takeBatchFault();
  const acknowledge = (message: Message, index: number): void => {
    if (fault?.kind === "redeliver" && index % 2 === 0) message.retry();
    if (fault?.kind === "crash" || (fault && index % 2 === 0)) return;
    counts.settled += 1;
    message.ack();
  };
  const messages = batch.messages.map((message, index) => faultyMessage(message, () => acknowledge(message, index)));
  await handle({
    queue: batch.queue,
    metadata: batch.metadata,
    messages,
    ackAll: () => {
      for (const message of messages) message.ack();
    },
    retryAll: (options) => {
      for (const message of messages) message.retry(options);
    },
  });
  if (fault?.kind === "crash") throw new Error("the consumer crashes on purpose before it acknowledges");
}

/** A delay of any length is one second, the least that the queue knows: an outage here is over in seconds. */
const faultyMessage = (message: Message, ack: () => void): Message => ({
  id: message.id,
  timestamp: message.timestamp,
  attempts: message.attempts,
  body: message.body,
  ack,
  retry: (options) => message.retry(options?.delaySeconds ? { delaySeconds: 1 } : {}),
});
