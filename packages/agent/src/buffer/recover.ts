import { open, stat, unlink } from "node:fs/promises";
import type { Log } from "../agent-log.ts";
import { Checkpoints } from "./checkpoints.ts";
import { listSegments, segmentPath, walkSegment } from "./segment.ts";

/**
 * What a crash left: the last segment may end in a torn frame, which is cut off (its input was not told that it is kept, so it reads
 * the same lines again), or its snapshot may be torn, which leaves nothing of it. Earlier segments were complete before it was begun.
 */
export async function recoverSegments({ dir, log }: { dir: string; log: Log }) {
  const sizes = new Map<number, number>();
  const numbers = await listSegments(dir);
  const checkpoints = new Checkpoints();
  for (let last = numbers.at(-1); last !== undefined; last = numbers.at(-1)) {
    let frames = 0;
    const { end, size } = await walkSegment(segmentPath(dir, last), (frame) => {
      checkpoints.take(frame);
      frames += 1;
    });
    if (end < size)
      log("warn", "the buffer ends in a torn entry, which is read again", { segment: last, bytes: size - end });
    if (frames > 0) {
      await cutOff(segmentPath(dir, last), end);
      break;
    }
    await unlink(segmentPath(dir, last));
    numbers.pop();
  }
  for (const number of numbers) sizes.set(number, (await stat(segmentPath(dir, number))).size);
  return { sizes, checkpoints };
}

async function cutOff(path: string, end: number): Promise<void> {
  const file = await open(path, "r+");
  await file.truncate(end).finally(() => file.close());
}
