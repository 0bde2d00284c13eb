import { type BatchAnswer, fail, type QueueMessage, type Result, succeed } from "@perigee/schema";
import { count } from "../counters.ts";
import { handOver } from "../hand-over.ts";
import { batchEvents, bodySize, messageSize } from "../measurements.ts";
import { queueMessages } from "../queue-messages.ts";
import { countTowardsQuota } from "../quota.ts";
import { mayBeRepeat } from "../repeats.ts";
import type { Enriched } from "./enrich.ts";

/** Makes messages of the rows and hands them over. Only when all are safe does the sender learn that they were accepted. */
export async function enqueue(state: Enriched): Promise<Result<BatchAnswer>> {
  const { env, key, batch, receivedAt, rejected, rows, sampledOut, shared } = state;
  const answer = { accepted: rows.length + sampledOut, rejected, receivedAt };
  if (rows.length === 0) return succeed(answer);
  const packed = queueMessages({
    batchId: batch.id,
    isRepeat: mayBeRepeat(batch, receivedAt),
    projectId: key.projectId,
    receivedAt,
    archiveRate: key.settings.archive.rate,
    shared,
    rows,
  });
  if (!packed.ok) return packed;
  const messages = packed.value;
  const whereabouts = await Promise.all(messages.map((message) => handOver(message, env)));
  const fresh = rowsIn(messages.filter((_, index) => isFresh(whereabouts[index])));
  count("events_accepted_total", fresh);
  countTowardsQuota(key, fresh, receivedAt);
  // Those that were taken are known by their ids when the batch comes again.
  if (whereabouts.includes("refused")) return fail("queue-unavailable");
  count("messages_repeated_total", whereabouts.filter((where) => where === "repeated").length);
  measure(state, messages);
  return succeed(answer);
}

const isFresh = (where: string | undefined): boolean => where === "queued" || where === "spooled";

const rowsIn = (messages: QueueMessage[]): number =>
  messages.reduce((sum, { segments }) => segments.reduce((rows, segment) => rows + segment.rows, sum), 0);

function measure({ body, rows }: Enriched, messages: QueueMessage[]): void {
  bodySize.record(body.byteLength);
  batchEvents.record(rows.length);
  for (const { segments } of messages) messageSize.record(segments.reduce((sum, { gzip }) => sum + gzip.byteLength, 0));
}
