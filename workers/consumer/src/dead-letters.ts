import {
  type DeadLetter,
  type DeadLetterTag,
  deadLetterName,
  deadLetterRowsName,
  type QueueMessage,
} from "@perigee/schema";

type Cause = Pick<DeadLetter, "reason" | "detail">;

/** Writes the rows, then the letter that tells of them: where it stands it is whole. Burying a message again writes the same names. */
export async function buryMessage(bucket: R2Bucket, message: QueueMessage, cause: Cause): Promise<void> {
  const { id, projectId, receivedAt } = message;
  const segments = message.segments.map((segment) => ({ ...segment, key: deadLetterRowsName(message, segment.table) }));
  await Promise.all(segments.map(({ key, gzip }) => bucket.put(key, gzip, { httpMetadata: gzipFile })));
  const letter: DeadLetter = {
    id,
    projectId,
    receivedAt,
    buriedAt: Date.now(),
    ...cause,
    segments: segments.map(({ gzip, ...segment }) => ({ ...segment, bytes: gzip.byteLength })),
  };
  const tag: DeadLetterTag = { reason: cause.reason };
  await bucket.put(deadLetterName(letter), JSON.stringify(letter), { httpMetadata: jsonFile, customMetadata: tag });
}

/** What is no message of ours belongs to no project: `dead/malformed/<day>/<the queue's id>.json` keeps what can be shown of it. */
export async function buryMalformed(bucket: R2Bucket, { id, body, timestamp }: Message): Promise<void> {
  const letter = { id, reason: "malformed", buriedAt: Date.now(), body };
  const name = `dead/malformed/${timestamp.toISOString().slice(0, 10)}/${id}.json`;
  await bucket.put(name, showable(letter), { httpMetadata: jsonFile });
}

const gzipFile = { contentType: "application/gzip" };
const jsonFile = { contentType: "application/json" };

function showable(letter: object): string {
  try {
    return JSON.stringify(letter);
  } catch {
    // A structured clone may hold what JSON cannot: a cycle or a bigint.
    return JSON.stringify({ ...letter, body: "[not JSON]" });
  }
}
