import { QueueMessage } from "@perigee/schema";
import { count } from "./counters.ts";
import { logError } from "./log-error.ts";

/** A message of ours and the queue's handles on it: more than one where the queue delivered it twice in a batch. */
export type Delivery = { message: QueueMessage; attempts: number; handles: Message[] };

export function readDeliveries(batch: MessageBatch): { deliveries: Delivery[]; malformed: Message[] } {
  const deliveries = new Map<string, Delivery>();
  const malformed: Message[] = [];
  for (const handle of batch.messages) {
    const parsed = QueueMessage.safeParse(handle.body);
    if (!parsed.success) {
      malformed.push(handle);
      continue;
    }
    const message = parsed.data;
    const { attempts, handles } = deliveries.get(message.id) ?? { attempts: 0, handles: [] };
    deliveries.set(message.id, {
      message,
      attempts: Math.max(attempts, handle.attempts),
      handles: [...handles, handle],
    });
  }
  return { deliveries: [...deliveries.values()], malformed };
}

const firstDelaySeconds = 10;
const maxDelaySeconds = 900;

/** Ten attempts with growing pauses bridge an outage of ClickHouse of an hour; then the queue hands the message to the dead letters. */
export const retryDelaySeconds = (attempts: number): number =>
  Math.min(firstDelaySeconds * 2 ** (attempts - 1), maxDelaySeconds);

export function acknowledge(handles: Message[]): void {
  for (const handle of handles) handle.ack();
  count("messages_settled_total", handles.length);
}

export function retryLater(handles: Message[]): void {
  for (const handle of handles) handle.retry({ delaySeconds: retryDelaySeconds(handle.attempts) });
  count("messages_retried_total", handles.length);
}

/** Acknowledges once the dead letter is written; where R2 does not take it, the queue keeps the message. */
export async function acknowledgeOnceBuried(handles: Message[], bury: () => Promise<void>): Promise<void> {
  try {
    await bury();
  } catch (cause) {
    logError("dead letter could not be written", { cause: String(cause) });
    return retryLater(handles);
  }
  count("messages_dead_total", handles.length);
  acknowledge(handles);
}
