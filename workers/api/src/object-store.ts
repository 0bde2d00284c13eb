import { fail, type Result } from "@perigee/schema";
import { logFault } from "./log-fault.ts";

/** R2 throws where it cannot answer: the caller can only try again. */
export async function askR2<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (fault) {
    logFault(fault);
    return fail("object-store-unavailable");
  }
}

/** What one request may list at most: pages of a thousand names, of which each takes some 50 ms. */
const maxPages = 10;

type ListFrom = { prefix: string; startAfter?: string | undefined };

/** The objects of a folder in the order of their names, page by page. */
export async function* listPages(
  bucket: R2Bucket,
  { prefix, startAfter }: ListFrom,
): AsyncGenerator<{ objects: R2Object[]; isLast: boolean }> {
  let after = startAfter;
  for (let page = 1; page <= maxPages; page++) {
    const listed = await bucket.list({ prefix, include: ["customMetadata"], ...(after && { startAfter: after }) });
    after = listed.objects.at(-1)?.key ?? after;
    yield { objects: listed.objects, isLast: !listed.truncated };
    if (!listed.truncated) return;
  }
}

/** The names of a folder's own folders, in their order. */
export async function listFolders(bucket: R2Bucket, prefix: string): Promise<string[]> {
  const { delimitedPrefixes } = await bucket.list({ prefix, delimiter: "/" });
  return delimitedPrefixes.map((folder) => folder.slice(prefix.length, -1));
}
