import { hash } from "node:crypto";

type Content = { projectId: number; batchId: string; eventIds: string[] };

/**
 * The id of a queue message: a UUIDv7 with the batch's own time, and a hash of what the message carries in the place of chance. So a batch
 * that is sent again, because its answer was lost, becomes the same message, and the consumer finds its rows. A client that uses a
 * batch id twice for different events loses none of them: they are other messages.
 */
export function messageId({ projectId, batchId, eventIds }: Content): string {
  const digest = hash("sha256", `${projectId},${batchId},${eventIds.join()}`, "hex");
  const variant = "89ab"[Number.parseInt(digest.slice(0, 1), 16) % 4];
  const time = batchId.slice(0, 13).toLowerCase();
  return `${time}-7${digest.slice(1, 4)}-${variant}${digest.slice(4, 7)}-${digest.slice(7, 19)}`;
}
