import {
  type DeadLetter,
  type DeadLetterTag,
  deadLetterName,
  deadLetterRowsName,
  type QueueMessage,
} from "@perigee/schema";
import { countDeadLetter } from "./counters.ts";

/** Below it the folders of the projects and `malformed`, in each the days. */
export const deadLetterRoot = "dead/";

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
  countDeadLetter(cause.reason);
}

/** What is no message of ours belongs to no project: `dead/malformed/<day>/<the queue's id>.json` keeps what can be shown of it. */
export async function buryMalformed(bucket: R2Bucket, { id, body, timestamp }: Message): Promise<void> {
  const letter = { id, reason: "malformed", buriedAt: Date.now(), body };
  await bucket.put(`${malformedFolder(timestamp.getTime())}${id}.json`, showable(letter), { httpMetadata: jsonFile });
  countDeadLetter("malformed");
}

/** A spooled object that holds no message: `dead/malformed/<day>/<its name, flat>.bin` keeps its bytes, `….json` says where they were. */
export async function buryCorrupt(bucket: R2Bucket, name: string, bytes: Uint8Array): Promise<void> {
  const key = `${malformedFolder(Date.now())}${name.replaceAll("/", "_")}`;
  await bucket.put(`${key}.bin`, bytes);
  const letter = {
    id: name,
    reason: "malformed",
    buriedAt: Date.now(),
    body: { key: `${key}.bin`, bytes: bytes.length },
  };
  await bucket.put(`${key}.json`, JSON.stringify(letter), { httpMetadata: jsonFile });
  countDeadLetter("malformed");
}

const malformedFolder = (epochMs: number): string =>
  `${deadLetterRoot}malformed/${new Date(epochMs).toISOString().slice(0, 10)}/`;

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
