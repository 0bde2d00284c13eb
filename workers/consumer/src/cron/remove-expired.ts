import { deadLetterRoot } from "../dead-letters.ts";
import type { Env } from "../env.ts";
import { limits } from "../limits.ts";

/** Deletes the dead letters of days that are long past, a thousand objects of a day at a time. */
export async function removeExpired({ DEAD_LETTERS }: Env, now: number): Promise<void> {
  const lastDay = new Date(now - limits.deadLetterMs).toISOString().slice(0, 10);
  for (const owner of await foldersIn(DEAD_LETTERS, deadLetterRoot)) {
    const expired = (await foldersIn(DEAD_LETTERS, owner)).filter((day) => day < `${owner}${lastDay}`);
    for (const prefix of expired) {
      const { objects } = await DEAD_LETTERS.list({ prefix, limit: limits.deleteKeys });
      if (objects.length > 0) await DEAD_LETTERS.delete(objects.map(({ key }) => key));
    }
  }
}

const foldersIn = async (bucket: R2Bucket, prefix: string): Promise<string[]> =>
  (await bucket.list({ prefix, delimiter: "/" })).delimitedPrefixes;
