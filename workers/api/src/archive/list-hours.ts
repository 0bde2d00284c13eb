import { archiveFolder, beforeHour, EventTable, parseArchiveName } from "@perigee/schema";
import { z } from "zod";
import { listPages } from "../object-store.ts";

/** What the archive holds of one table and one hour of arrival. */
export const ArchivedHour = z.object({
  table: EventTable,
  /** Its first millisecond. */
  hour: z.int(),
  files: z.int(),
  /** Compressed. */
  bytes: z.int(),
});
type ArchivedHour = z.infer<typeof ArchivedHour>;

type Range = { projectId: number; from: number; to: number };

/** Hours that have files, by table. `hasMore` where there were more files than one request may look at. */
export async function listArchivedHours(
  bucket: R2Bucket,
  range: Range,
): Promise<{ hours: ArchivedHour[]; hasMore: boolean }> {
  const tables = await Promise.all(EventTable.options.map((table) => listTable(bucket, table, range)));
  return { hours: tables.flatMap(({ hours }) => hours), hasMore: tables.some(({ hasMore }) => hasMore) };
}

async function listTable(
  bucket: R2Bucket,
  table: EventTable,
  { projectId, from, to }: Range,
): Promise<{ hours: ArchivedHour[]; hasMore: boolean }> {
  const place = { projectId, table };
  const hours = new Map<number, ArchivedHour>();
  const where = { prefix: archiveFolder(place), startAfter: beforeHour(place, from) };
  let hasMore = false;
  for await (const { objects, isLast } of listPages(bucket, where)) {
    hasMore = !isLast;
    for (const { key, size } of objects) {
      const hour = parseArchiveName(key)?.receivedAt;
      if (hour === undefined) continue;
      if (hour >= to) return { hours: [...hours.values()], hasMore: false };
      const known = hours.get(hour) ?? { table, hour, files: 0, bytes: 0 };
      hours.set(hour, { ...known, files: known.files + 1, bytes: known.bytes + size });
    }
  }
  return { hours: [...hours.values()], hasMore };
}
