import { env } from "cloudflare:workers";
import { gzipSync } from "node:zlib";
import { type DeadLetter, type DeadLetterReason, deadLetterName, deadLetterRowsName } from "@perigee/schema";

type Given = { receivedAt?: number; reason?: DeadLetterReason; lines?: string[]; gzip?: Uint8Array };

/** A dead letter of one segment of events, as the consumer lays it into R2. */
export async function bury(projectId: number, given: Given = {}): Promise<DeadLetter> {
  const { receivedAt = Date.now(), reason = "refused", lines = ['{"ts":"yesterday"}'] } = given;
  const time = receivedAt.toString(16).padStart(12, "0");
  const id = `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
  const gzip = given.gzip ?? new Uint8Array(gzipSync(lines.map((line) => `${line}\n`).join("")));
  const key = deadLetterRowsName({ projectId, id }, "events");
  const segments = [{ table: "events" as const, rows: lines.length, bytes: gzip.byteLength, key }];
  const letter = { id, projectId, receivedAt, buriedAt: receivedAt + 1, reason, detail: "events: bad time", segments };
  await env.DEAD_LETTERS.put(key, gzip);
  await env.DEAD_LETTERS.put(deadLetterName(letter), JSON.stringify(letter), { customMetadata: { reason } });
  return letter;
}

/** Takes everything away that tests have laid into the buckets. */
export async function emptyBuckets(): Promise<void> {
  for (const bucket of [env.DEAD_LETTERS, env.SPOOL_BUCKET, env.ARCHIVE]) {
    const { objects } = await bucket.list();
    if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key));
  }
}

export async function namesIn(bucket: R2Bucket): Promise<string[]> {
  return (await bucket.list()).objects.map(({ key }) => key);
}
