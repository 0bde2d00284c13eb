import { QueueMessage } from "@perigee/schema";
import { count } from "./counters.ts";
import { limits } from "./limits.ts";
import { logError } from "./log-error.ts";
import type { Arrival } from "./write-table.ts";

/** A message of ours and the queue's handles on it: more than one where the queue delivered it twice in a batch. */
export type Delivery = Arrival & { handles: Message[] };

export function readDeliveries(
  batch: MessageBatch,
  queueStartedAt: number,
): { deliveries: Delivery[]; malformed: Message[] } {
  const deliveries = new Map<string, Delivery>();
  const malformed: Message[] = [];
  for (const handle of batch.messages) {
    const parsed = QueueMessage.safeParse(handle.body);
    if (!parsed.success) {
      malformed.push(handle);
      continue;
    }
    const message = parsed.data;
    const earlier = deliveries.get(message.id);
    const isSuspect = handle.attempts > 1 || message.retried === true || mayBeSwept(message, queueStartedAt);
    const mayBeStored = isSuspect || earlier?.mayBeStored === true;
    deliveries.set(message.id, { message, mayBeStored, handles: [...(earlier?.handles ?? []), handle] });
  }
  return { deliveries: [...deliveries.values()], malformed };
}

/** A copy of it lies in the spool, and the sweep may have stored that: see `isDue`. */
const mayBeSwept = ({ spooledAs, receivedAt }: QueueMessage, queueStartedAt: number): boolean =>
  spooledAs !== undefined && (receivedAt < queueStartedAt || receivedAt < Date.now() - limits.queuedForSureMs);

const firstDelaySeconds = 10;
const maxDelaySeconds = 900;

/** Ten attempts with growing pauses bridge an outage of ClickHouse of an hour; then the queue hands the message to the dead letters. */
export const retryDelaySeconds = (attempts: number): number =>
  Math.min(firstDelaySeconds * 2 ** (attempts - 1), maxDelaySeconds);

export function acknowledge(handles: Message[]): void {
  for (const handle of handles) handle.ack();
  count("messages_settled_total", handles.length);
}

export function retryLater(handles: Message[], leastSeconds = 0): void {
  for (const handle of handles)
    handle.retry({ delaySeconds: Math.max(leastSeconds, retryDelaySeconds(handle.attempts)) });
  count("messages_retried_total", handles.length);
}

/** Acknowledges once the dead letter is written; where R2 does not take it, the queue keeps the message. Tells which of both. */
export async function acknowledgeOnceBuried(handles: Message[], bury: () => Promise<void>): Promise<boolean> {
  try {
    await bury();
  } catch (cause) {
    logError("dead letter could not be written", { cause: String(cause) });
    retryLater(handles);
    return false;
  }
  count("messages_dead_total", handles.length);
  acknowledge(handles);
  return true;
}

/** Deletes the spooled copies of messages that are settled. One that stays is swept later, and found to be stored. */
export async function deleteSpooled(messages: QueueMessage[], bucket: R2Bucket): Promise<void> {
  const names = messages.flatMap(({ spooledAs }) => (spooledAs === undefined ? [] : [spooledAs]));
  if (names.length === 0) return;
  try {
    await bucket.delete(names);
  } catch (cause) {
    logError("spooled copies could not be deleted", { count: names.length, cause: String(cause) });
  }
}
