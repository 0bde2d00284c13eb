import type { QueueMessage } from "@perigee/schema";
import { meter } from "./counters.ts";

/** What a batch tells of the queue that it comes from. */

const queue = { queue: { atMost: 20 } } as const;

const batchMessages = meter.histogram({
  name: "perigee.consumer.batch.messages",
  unit: "{message}",
  description: "Messages in one batch of the queue.",
  bounds: [1, 2, 5, 10, 20, 50, 100],
});

const batchSize = meter.histogram({
  name: "perigee.consumer.batch.size",
  unit: "By",
  description: "Compressed rows in one batch of the queue.",
  bounds: [1_000, 10_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000],
});

const messageAge = meter.histogram({
  name: "perigee.consumer.message.age",
  unit: "s",
  description: "Time from a message's arrival at the edge until the consumer had it.",
  bounds: [0.1, 0.3, 1, 3, 5, 10, 30, 60, 300, 900, 3_600],
});

const backlogMessages = meter.gauge({
  name: "perigee.queue.backlog.messages",
  unit: "{message}",
  description: "Messages that wait in a queue, as it said with its last batch.",
  attributes: queue,
});

const backlogSize = meter.gauge({
  name: "perigee.queue.backlog.size",
  unit: "By",
  description: "Bytes that wait in a queue, as it said with its last batch.",
  attributes: queue,
});

const backlogAge = meter.gauge({
  name: "perigee.queue.backlog.age",
  unit: "s",
  description: "Age of the oldest message in a queue, as it said with its last batch.",
  attributes: queue,
});

/** By queue; times in milliseconds since the epoch. */
export const queueState = new Map<string, { backlogMessages: number; oldestAgeS: number; saidAt: number }>();

export function noteBatch(batch: MessageBatch, deliveries: readonly { message: QueueMessage }[]): void {
  const now = Date.now();
  const segments = deliveries.flatMap(({ message }) => message.segments);
  batchMessages.record(batch.messages.length);
  batchSize.record(segments.reduce((sum, { gzip }) => sum + gzip.byteLength, 0));
  for (const { message } of deliveries) messageAge.record(Math.max(0, now - message.receivedAt) / 1_000);
  const { metrics }: Partial<MessageBatchMetadata> = batch.metadata ?? {};
  // Not every simulator of the queue tells its state.
  if (metrics) noteBacklog(batch.queue, metrics, now);
}

function noteBacklog(name: string, metrics: MessageBatchMetrics, now: number): void {
  const oldest = metrics.oldestMessageTimestamp?.getTime() ?? now;
  const oldestAgeS = Math.max(0, now - oldest) / 1_000;
  backlogMessages.set(metrics.backlogCount, { queue: name });
  backlogSize.set(metrics.backlogBytes, { queue: name });
  backlogAge.set(oldestAgeS, { queue: name });
  queueState.set(name, { backlogMessages: metrics.backlogCount, oldestAgeS, saidAt: now });
}
