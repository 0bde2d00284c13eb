import type { RowGroup } from "@perigee/otlp";
import { fail, type IngestTable, limits, type QueueMessage, type Result, succeed, toDateTime64 } from "@perigee/schema";
import { countRecords } from "../../counters.ts";
import { handOverAll } from "../../hand-over.ts";
import { bodySize, messageSize } from "../../measurements.ts";
import { queueMessages, rowsIn } from "../../queue-messages.ts";
import { countTowardsQuota } from "../../quota.ts";
import { mayBeRepeat } from "../../repeats.ts";
import type { Signal } from "../otlp-answers.ts";
import { partId } from "../request-id.ts";
import { addRejected } from "../said.ts";
import type { WithRows } from "./make-rows.ts";

/** Makes messages of the rows and hands them over. Only when all are safe does the sender learn that they were accepted. */
export async function enqueue(state: WithRows): Promise<Result<WithRows>> {
  const { body, env, groups, key, receivedAt, requestId, said } = state;
  if (groups.length === 0) return succeed(state);
  const { messages, oversized } = queueMessages({
    projectId: key.projectId,
    receivedAt,
    archiveRate: key.settings.archive.rate,
    isRepeat: requestId.isRecognised && mayBeRepeat({ id: requestId.time }, receivedAt),
    columns: {
      project_id: key.projectId,
      retention_days: key.retentionDays,
      received_at: toDateTime64(receivedAt),
    },
    groups,
    idOf: (part) => partId(requestId, part),
  });
  const handed = await handOverAll(messages, env);
  countTowardsQuota(key, rowsIn(handed.fresh), receivedAt);
  countAccepted(handed.fresh);
  if (handed.isRefused) return fail("queue-unavailable");
  measure(body, messages);
  return succeed({ ...state, said: { ...said, rejected: addRejected(said.rejected, tooLarge(oversized, groups)) } });
}

function tooLarge(oversized: readonly number[], groups: readonly RowGroup[]) {
  const [bytes] = oversized;
  if (bytes === undefined) return { count: 0, message: "" };
  countRecords("rejected", signalOf(groups[0]?.table), oversized.length);
  const message = `A record takes ${bytes} bytes when compressed, more than the ${limits.queueMessageBytes} that the queue takes.`;
  return { count: oversized.length, message };
}

function measure(body: Uint8Array, messages: readonly QueueMessage[]): void {
  bodySize.record(body.byteLength);
  for (const { segments } of messages) messageSize.record(segments.reduce((sum, { gzip }) => sum + gzip.byteLength, 0));
}

function countAccepted(messages: readonly QueueMessage[]): void {
  for (const { segments } of messages) {
    for (const { table, rows } of segments) countRecords("accepted", signalOf(table), rows);
  }
}

function signalOf(table: IngestTable | undefined): Signal {
  if (table === "otel_logs") return "logs";
  return table === "otel_traces" ? "traces" : "metrics";
}
