import {
  type DeadLetter,
  deadLetterName,
  deadLetterRowsName,
  fail,
  packMessage,
  type Result,
  spoolName,
  succeed,
} from "@perigee/schema";
import { findLetter } from "./find-letters.ts";

export type LetterStores = { letters: R2Bucket; spool: R2Bucket };
type Named = Pick<DeadLetter, "projectId" | "id">;

/**
 * Lays the letter's rows into the spool, which the consumer stores within a minute or two, and takes the letter away. Done twice it
 * is harmless: the consumer asks which of a spooled message's rows are there.
 */
export async function replayLetter({ letters, spool }: LetterStores, named: Named): Promise<Result<DeadLetter>> {
  const letter = await findLetter(letters, named);
  if (!letter) return noLetter;
  const { id, projectId, receivedAt } = letter;
  const segments = await Promise.all(
    letter.segments.map(async ({ table, rows }) => {
      const object = await letters.get(deadLetterRowsName(letter, table));
      return object ? { table, rows, gzip: new Uint8Array(await object.arrayBuffer()) } : undefined;
    }),
  );
  const whole = segments.filter((segment) => segment !== undefined);
  if (whole.length < segments.length) return fail("conflict", { message: `The rows of ${id} are gone; discard it.` });
  const message = { id, projectId, receivedAt, archive: false, segments: whole };
  // A name of its own: under its first one the consumer may be about to delete the copy of the message that it has just buried.
  await spool.put(`${spoolName(message)}.replay`, packMessage(message), {
    customMetadata: { projectId: String(projectId), receivedAt: String(receivedAt) },
  });
  await removeLetter(letters, letter);
  return succeed(letter);
}

/** Takes the letter and its rows away for good. */
export async function discardLetter(letters: R2Bucket, named: Named): Promise<Result<DeadLetter>> {
  const letter = await findLetter(letters, named);
  if (!letter) return noLetter;
  await removeLetter(letters, letter);
  return succeed(letter);
}

const noLetter = fail("not-found", { message: "There is no such dead letter in this project." });

/** The letter first: rows without one are only left over, a letter without rows would promise them. Not if it was buried anew meanwhile. */
async function removeLetter(letters: R2Bucket, letter: DeadLetter): Promise<void> {
  const present = await findLetter(letters, letter);
  if (present && present.buriedAt !== letter.buriedAt) return;
  await letters.delete(deadLetterName(letter));
  await letters.delete(letter.segments.map(({ table }) => deadLetterRowsName(letter, table)));
}
