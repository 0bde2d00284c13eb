import { z } from "zod";
import type { Outcome } from "./write-table.ts";

/**
 * Messages of one project whose rows were found stored after an INSERT that gave no answer: the view of visits may have missed them,
 * see `findMiscounts`. `miscounts` is what was found when it was looked into first, at `foundAt`. Times in milliseconds since the epoch.
 */
export const RecountNote = z.object({
  projectId: z.int(),
  messageIds: z.array(z.uuid()),
  earliest: z.int(),
  latest: z.int(),
  found: z.object({ miscounts: z.array(z.string()), at: z.int() }).optional(),
});
export type RecountNote = z.infer<typeof RecountNote>;

export const recountPrefix = "recount/";

/** Some of its rows were there, and only `events` has a view on it. */
export const isDoubtful = ({ wasFound, rest, segment }: Outcome): boolean =>
  (wasFound === true || rest !== undefined) && segment.table === "events";

/** Lays down what the cron job is to look into. Throws where R2 does not take it. */
export async function noteRecount(note: RecountNote, bucket: R2Bucket): Promise<void> {
  await bucket.put(`${recountPrefix}${note.projectId}/${crypto.randomUUID()}.json`, JSON.stringify(note));
}

/** A note for each project. */
export async function noteRecounts(doubtful: readonly Pick<Outcome, "message">[], bucket: R2Bucket): Promise<void> {
  const byProject = Map.groupBy(doubtful, ({ message }) => message.projectId);
  await Promise.all(
    Array.from(byProject, ([projectId, found]) => {
      const arrivals = found.map(({ message }) => message.receivedAt);
      const messageIds = found.map(({ message }) => message.id);
      const times = { earliest: Math.min(...arrivals), latest: Math.max(...arrivals) };
      return noteRecount({ projectId, messageIds, ...times }, bucket);
    }),
  );
}
