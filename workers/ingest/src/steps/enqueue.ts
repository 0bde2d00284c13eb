import { type BatchAnswer, fail, limits, type QueueMessage, type Result, succeed } from "@perigee/schema";
import { count } from "../counters.ts";
import { handOverAll } from "../hand-over.ts";
import { batchEvents, bodySize, messageSize } from "../measurements.ts";
import { messageId } from "../message-id.ts";
import { type Part, queueMessages, rowsIn } from "../queue-messages.ts";
import { countTowardsQuota } from "../quota.ts";
import { mayBeRepeat } from "../repeats.ts";
import type { Enriched } from "./enrich.ts";

/** Makes messages of the rows and hands them over. Only when all are safe does the sender learn that they were accepted. */
export async function enqueue(state: Enriched): Promise<Result<BatchAnswer>> {
  const { env, key, batch, receivedAt, rejected, rows, sampledOut, shared } = state;
  const answer = { accepted: rows.length + sampledOut, rejected, receivedAt };
  if (rows.length === 0) return succeed(answer);
  const { messages, oversized } = queueMessages({
    projectId: key.projectId,
    receivedAt,
    archiveRate: key.settings.archive.rate,
    isRepeat: mayBeRepeat(batch, receivedAt),
    columns: {},
    groups: Array.from(
      Map.groupBy(rows, ({ table }) => table),
      ([table, own]) => ({ table, shared: shared[table], rows: own.map(({ columns }) => columns) }),
    ),
    idOf: (part) => messageId({ projectId: key.projectId, batchId: batch.id, eventIds: eventIdsOf(part) }),
  });
  const [bytes] = oversized;
  if (bytes !== undefined) return tooLarge(bytes);
  const handed = await handOverAll(messages, env);
  const freshRows = rowsIn(handed.fresh);
  count("events_accepted_total", freshRows);
  countTowardsQuota(key, freshRows, receivedAt);
  if (handed.isRefused) return fail("queue-unavailable");
  measure(state, messages);
  return succeed(answer);
}

const eventIdsOf = ({ groups }: Part): string =>
  groups.map(({ rows }) => rows.map((row) => row["event_id"]).join()).join();

/** No event of a real page comes near to this. */
const tooLarge = (bytes: number) =>
  fail("body-too-large", {
    field: "events",
    message: `events: one event takes ${bytes} bytes when compressed, more than the ${limits.queueMessageBytes} that the queue takes.`,
  });

function measure({ body, rows }: Enriched, messages: QueueMessage[]): void {
  bodySize.record(body.byteLength);
  batchEvents.record(rows.length);
  for (const { segments } of messages) messageSize.record(segments.reduce((sum, { gzip }) => sum + gzip.byteLength, 0));
}
