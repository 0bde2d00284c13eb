import { type BatchAnswer, fail, type Result, succeed } from "@perigee/schema";
import { count } from "../counters.ts";
import { queueMessages } from "../queue-messages.ts";
import type { Enriched } from "./enrich.ts";

/** Hands the rows to the queue. Only when it has taken all of them does the sender learn that they were accepted. */
export async function enqueue(state: Enriched): Promise<Result<BatchAnswer>> {
  const { env, key, receivedAt, rejected, rows, sampledOut, shared } = state;
  const answer = { accepted: rows.length + sampledOut, rejected, receivedAt };
  if (rows.length === 0) return succeed(answer);
  const packed = queueMessages({ projectId: key.projectId, receivedAt, shared, rows });
  if (!packed.ok) return packed;
  try {
    await Promise.all(packed.value.map((message) => env.EVENTS_0.send(message, { contentType: "v8" })));
  } catch {
    // Sent again, the batch may be stored in part twice for a while: its events keep their ids, by which rows collapse.
    return fail("queue-unavailable");
  }
  count("messages_enqueued_total", packed.value.length);
  count("events_accepted_total", rows.length);
  return succeed(answer);
}
