import { type BatchAnswer, fail, type QueueMessage, type Result, succeed } from "@perigee/schema";
import { count } from "../counters.ts";
import { batchEvents, bodySize, messageSize } from "../measurements.ts";
import { queueMessages } from "../queue-messages.ts";
import { noteSend } from "../queue-state.ts";
import type { Enriched } from "./enrich.ts";

/** Hands the rows to the queue. Only when it has taken all of them does the sender learn that they were accepted. */
export async function enqueue(state: Enriched): Promise<Result<BatchAnswer>> {
  const { env, key, receivedAt, rejected, rows, shared } = state;
  const packed = queueMessages({ projectId: key.projectId, receivedAt, shared, rows });
  if (!packed.ok) return packed;
  try {
    await Promise.all(packed.value.map((message) => noteSend("0", env.EVENTS_0.send(message, { contentType: "v8" }))));
  } catch {
    // Sent again, the batch may be stored in part twice for a while: its events keep their ids, by which rows collapse.
    return fail("queue-unavailable");
  }
  count("messages_enqueued_total", packed.value.length);
  count("events_accepted_total", rows.length);
  measure(state, packed.value);
  return succeed({ accepted: rows.length, rejected, receivedAt });
}

function measure({ body, rows }: Enriched, messages: QueueMessage[]): void {
  bodySize.record(body.byteLength);
  batchEvents.record(rows.length);
  for (const { segments } of messages) messageSize.record(segments.reduce((sum, { gzip }) => sum + gzip.byteLength, 0));
}
