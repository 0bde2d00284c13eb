import { DeadLetter, DeadLetterReason, DeadLetterTag, deadLetterFolder, deadLetterName } from "@perigee/schema";
import { z } from "zod";
import { listFolders, listPages } from "../object-store.ts";

/** Where a list was left: the day, and the name in it that was read last. */
const LetterCursor = z.string().regex(/^\d{4}-\d\d-\d\d\/[\w.-]{1,100}$/, "must be the cursor of an answer");

export const LetterFilter = z.object({
  /** Of the message's arrival, in UTC. */
  day: z.iso.date().optional(),
  reason: DeadLetterReason.optional(),
  cursor: LetterCursor.optional(),
});
export type LetterFilter = z.infer<typeof LetterFilter>;

type Listing = LetterFilter & { projectId: number; limit: number };

/** Letters of one project, those of the newest day first. A cursor tells that there may be more, also where a page is empty. */
export async function listLetters(
  bucket: R2Bucket,
  listing: Listing,
): Promise<{ letters: DeadLetter[]; cursor: string | null }> {
  const { names, cursor } = await listNames(bucket, listing);
  const letters = await Promise.all(names.map((name) => readLetter(bucket, name)));
  return { letters: letters.filter((letter) => letter !== undefined), cursor };
}

async function listNames(bucket: R2Bucket, listing: Listing): Promise<{ names: string[]; cursor: string | null }> {
  const { projectId, reason, limit } = listing;
  const names: string[] = [];
  let cursor: string | null = null;
  for await (const object of walk(bucket, listing)) {
    if (object === "more" || names.length === limit) return { names, cursor };
    cursor = object.key.slice(deadLetterFolder(projectId).length);
    if (isLetter(object.key) && (!reason || reasonOf(object.customMetadata) === reason)) names.push(object.key);
  }
  return { names, cursor: null };
}

/** All objects from the cursor on; the word at the end says that a day has more of them than one request may look at. */
async function* walk(bucket: R2Bucket, listing: Listing): AsyncGenerator<R2Object | "more"> {
  const { projectId, cursor } = listing;
  for (const day of await daysOf(bucket, listing)) {
    const startAfter = cursor?.startsWith(`${day}/`) ? deadLetterFolder(projectId) + cursor : undefined;
    let hasMore = false;
    for await (const { objects, isLast } of listPages(bucket, {
      prefix: deadLetterFolder(projectId, day),
      startAfter,
    })) {
      yield* objects;
      hasMore = !isLast;
    }
    if (hasMore) return yield "more";
  }
}

/** Newest first, from the cursor's day on. */
async function daysOf(bucket: R2Bucket, { projectId, day, cursor }: Listing): Promise<string[]> {
  const days = day === undefined ? await listFolders(bucket, deadLetterFolder(projectId)) : [day];
  const latest = cursor?.split("/")[0];
  return days.filter((one) => latest === undefined || one <= latest).toSorted((a, b) => b.localeCompare(a));
}

/** How many letters there are for each reason; `isWhole` is false where only the newest of very many were counted. */
export async function countLetters(
  bucket: R2Bucket,
  projectId: number,
): Promise<{ byReason: Record<DeadLetterReason, number>; isWhole: boolean }> {
  const byReason = { refused: 0, "retries-exhausted": 0 };
  let isWhole = false;
  for await (const { objects, isLast } of listPages(bucket, { prefix: deadLetterFolder(projectId) })) {
    for (const { key, customMetadata } of objects) {
      const reason = isLetter(key) && reasonOf(customMetadata);
      if (reason) byReason[reason] += 1;
    }
    isWhole = isLast;
  }
  return { byReason, isWhole };
}

/** Ids are looked up below the project's own folder, so that those of others are not there. */
export const findLetter = (bucket: R2Bucket, letter: Pick<DeadLetter, "projectId" | "id">) =>
  readLetter(bucket, deadLetterName(letter));

async function readLetter(bucket: R2Bucket, name: string): Promise<DeadLetter | undefined> {
  const object = await bucket.get(name);
  return object ? DeadLetter.parse(await object.json()) : undefined;
}

const isLetter = (key: string): boolean => key.endsWith(".json");

const reasonOf = (metadata: Record<string, string> | undefined): DeadLetterReason | undefined =>
  DeadLetterTag.safeParse(metadata).data?.reason;
