import { archiveName, type QueueMessage } from "@perigee/schema";
import { count } from "./counters.ts";
import { type Piece, splitBySize } from "./insert-groups.ts";
import { contentHash } from "./insert-patiently.ts";

const hourMs = 3_600_000;

/** Puts these pieces into the cold archive, one object per project, table and hour. Answers the messages that R2 did not take. */
export async function archive(
  pieces: readonly Piece[],
  bucket: R2Bucket,
): Promise<{ message: QueueMessage; cause: string }[]> {
  const groups = Map.groupBy(
    pieces,
    ({ message, segment }) => `${message.projectId} ${segment.table} ${Math.floor(message.receivedAt / hourMs)}`,
  );
  const failed: { message: QueueMessage; cause: string }[] = [];
  // One behind the other: each joins its members in memory.
  for (const group of [...groups.values()].flatMap((each) => splitBySize(each))) {
    try {
      await putGroup(group, bucket);
    } catch (cause) {
      failed.push(...group.map(({ message }) => ({ message, cause: String(cause) })));
    }
  }
  return failed;
}

async function putGroup(group: readonly Piece[], bucket: R2Bucket): Promise<void> {
  const sorted = group.toSorted((a, b) => (a.message.id < b.message.id ? -1 : 1));
  const [first] = sorted;
  if (!first) return;
  const { projectId, receivedAt, id } = first.message;
  const hash = contentHash(sorted).slice(0, 8);
  const name = archiveName({ projectId, table: first.segment.table, receivedAt, messageId: id, hash });
  const rows = sorted.reduce((sum, { segment }) => sum + segment.rows, 0);
  const body = await new Blob(sorted.map(({ segment }) => segment.gzip)).arrayBuffer();
  await bucket.put(name, body, {
    httpMetadata: { contentType: "application/gzip" },
    customMetadata: { rows: String(rows) },
  });
  count("archive_objects_total");
  count("archive_bytes_total", body.byteLength);
}
