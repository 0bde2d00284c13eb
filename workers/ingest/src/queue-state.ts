import { meter } from "./counters.ts";

/** What this isolate knows of the queues: from its own sends and from what they answer. */

const shard = { shard: { atMost: 16 } } as const;

const sends = meter.counter({
  name: "perigee.ingest.queue.sends",
  unit: "{message}",
  description: "Messages given to a queue, by shard and by what became of them.",
  attributes: { ...shard, outcome: ["sent", "refused"] },
});

const backlogMessages = meter.gauge({
  name: "perigee.queue.backlog.messages",
  unit: "{message}",
  description: "Messages that wait in a queue, as it said last.",
  attributes: shard,
});

const backlogSize = meter.gauge({
  name: "perigee.queue.backlog.size",
  unit: "By",
  description: "Bytes that wait in a queue, as it said last.",
  attributes: shard,
});

const backlogAge = meter.gauge({
  name: "perigee.queue.backlog.age",
  unit: "s",
  description: "Age of the oldest message in a queue, as it said last.",
  attributes: shard,
});

type Known = { backlogMessages: number; oldestAgeS: number; saidAt: number };

/** By shard; times in milliseconds since the epoch. */
export const queueState = new Map<string, Known>();

function countSend(shardName: string, outcome: "sent" | "refused"): void {
  sends.add(1, { shard: shardName, outcome });
}

/** Counts a message on its way to a queue, and notes what the queue says about itself when it has taken it. */
export async function noteSend(shardName: string, sending: Promise<QueueSendResponse>): Promise<void> {
  let answer: Partial<QueueSendResponse> | undefined;
  try {
    answer = await sending;
  } catch (cause) {
    countSend(shardName, "refused");
    throw cause;
  }
  countSend(shardName, "sent");
  // Not every simulator of the queue tells its state.
  if (answer?.metadata) noteBacklog(shardName, answer.metadata.metrics);
}

function noteBacklog(shardName: string, metrics: QueueSendMetrics): void {
  const saidAt = Date.now();
  const oldest = metrics.oldestMessageTimestamp?.getTime() ?? saidAt;
  const oldestAgeS = Math.max(0, saidAt - oldest) / 1_000;
  backlogMessages.set(metrics.backlogCount, { shard: shardName });
  backlogSize.set(metrics.backlogBytes, { shard: shardName });
  backlogAge.set(oldestAgeS, { shard: shardName });
  queueState.set(shardName, { backlogMessages: metrics.backlogCount, oldestAgeS, saidAt });
}
