import type { DeadLetter, QueueMessage } from "@perigee/schema";
import { countDeadLetter } from "./counters.ts";

/**
 * R2 layout: `dead/<day received>/<project>/<message id>.json` says what lies there and why; beside it one
 * `….<table>.jsonl.gz` per segment holds the rows as they were to be inserted. The JSON is written last, so where it stands the
 * letter is whole. Burying a message again writes the same names.
 */
const root = "dead";

/** The letters of one day all lie below this. */
export const deadLetterRoot = `${root}/`;

type Cause = Pick<DeadLetter, "reason" | "detail">;

export async function buryMessage(bucket: R2Bucket, message: QueueMessage, cause: Cause): Promise<void> {
  const { id, projectId, receivedAt } = message;
  const base = `${root}/${dayOf(receivedAt)}/${projectId}/${id}`;
  const segments = message.segments.map(({ table, rows, gzip }) => ({
    table,
    rows,
    gzip,
    key: `${base}.${table}.jsonl.gz`,
  }));
  await Promise.all(segments.map(({ key, gzip }) => bucket.put(key, gzip, { httpMetadata: gzipFile })));
  const letter: DeadLetter = {
    id,
    projectId,
    receivedAt,
    buriedAt: Date.now(),
    ...cause,
    segments: segments.map(({ gzip, ...segment }) => ({ ...segment, bytes: gzip.byteLength })),
  };
  await bucket.put(`${base}.json`, JSON.stringify(letter), { httpMetadata: jsonFile });
  countDeadLetter(cause.reason);
}

/** What is no message of ours belongs to no project: `dead/<day>/malformed/<the queue's id>.json` keeps what can be shown of it. */
export async function buryMalformed(bucket: R2Bucket, { id, body, timestamp }: Message): Promise<void> {
  const letter = { id, reason: "malformed", buriedAt: Date.now(), body };
  await bucket.put(`${root}/${dayOf(timestamp.getTime())}/malformed/${id}.json`, showable(letter), {
    httpMetadata: jsonFile,
  });
  countDeadLetter("malformed");
}

/** A spooled object that holds no message: `dead/<day>/malformed/<its name, flat>.bin` keeps its bytes, `….json` says where they were. */
export async function buryCorrupt(bucket: R2Bucket, name: string, bytes: Uint8Array): Promise<void> {
  const key = `${root}/${dayOf(Date.now())}/malformed/${name.replaceAll("/", "_")}`;
  await bucket.put(`${key}.bin`, bytes);
  const letter = {
    id: name,
    reason: "malformed",
    buriedAt: Date.now(),
    body: { key: `${key}.bin`, bytes: bytes.length },
  };
  await bucket.put(`${key}.json`, JSON.stringify(letter), { httpMetadata: jsonFile });
}

const gzipFile = { contentType: "application/gzip" };
const jsonFile = { contentType: "application/json" };

const dayOf = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10);

function showable(letter: object): string {
  try {
    return JSON.stringify(letter);
  } catch {
    // A structured clone may hold what JSON cannot: a cycle or a bigint.
    return JSON.stringify({ ...letter, body: "[not JSON]" });
  }
}
