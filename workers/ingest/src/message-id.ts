import { hash } from "node:crypto";

type Content = { projectId: number; batchId: string; eventIds: string };

/**
 * The id of a queue message: a UUIDv7 with the batch's own time, and a hash of what the message carries in the place of chance. So a batch
 * that is sent again, because its answer was lost, becomes the same message, and the consumer finds its rows. A client that uses a
 * batch id twice for different events loses none of them: they are other messages. `eventIds` are joined by commas.
 */
export const messageId = ({ projectId, batchId, eventIds }: Content): string =>
  hashedUuid(batchId.slice(0, 13), `${projectId},${batchId},${eventIds}`);

/** A UUIDv7 with a hash of the content in the place of chance. `time` is the beginning of any UUIDv7 of the time wanted, 13 characters. */
export function hashedUuid(time: string, content: string): string {
  const digest = hash("sha256", content, "hex");
  const variant = "89ab"[Number.parseInt(digest.slice(0, 1), 16) % 4];
  return `${time.toLowerCase()}-7${digest.slice(1, 4)}-${variant}${digest.slice(4, 7)}-${digest.slice(7, 19)}`;
}

const maxMs = 2 ** 48 - 1;

/** The beginning of a UUIDv7 of this time: 48 bits of milliseconds since the epoch. */
export function uuidTime(epochMs: number): string {
  const time = Math.max(0, Math.min(maxMs, Math.floor(epochMs)));
  const hex = time.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}
