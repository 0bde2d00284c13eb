import {
  type Connection,
  dropStaging,
  fillStaging,
  type Moved,
  moveStaging,
  openStaging,
  type Staging,
} from "@perigee/clickhouse";
import {
  type ArchiveRestore,
  archiveFolder,
  archiveHours,
  beforeHour,
  fail,
  hourMs,
  parseArchiveName,
  type Result,
  skipFile,
  succeed,
} from "@perigee/schema";
import { noteRecount, type RecountNote } from "../recount-notes.ts";

/** What one step takes at most: so much of the archive fits into memory and into one INSERT. */
const stepFiles = 100;
const stepBytes = 16_000_000;

type Stores = { archive: R2Bucket; spool: R2Bucket; connection: Connection };

/**
 * Restores the next files of a restore, and tells how it stands then. Fails where ClickHouse does not answer; the same step can then
 * be done again, since rows that are there are not written again. Whether the view of visits has those of the first attempt is looked into.
 */
export async function restoreStep(stores: Stores, restore: ArchiveRestore): Promise<Result<ArchiveRestore>> {
  const files = await nextFiles(stores.archive, restore);
  const last = files.at(-1);
  if (!last) return succeed(nextTable(restore));
  const { table } = restore.position;
  const name = `restore_${table}_${restore.id.replaceAll("-", "")}` as const;
  const staging: Staging = { connection: stores.connection, table, name };
  const filled = await fill(stores.archive, staging, files);
  if (!filled.ok) return filled;
  const moved = await moveStaging(staging, restore);
  if (!moved.ok) return moved;
  const isDoubtful = restore.problem !== null && table === "events" && moved.value.present > 0;
  if (isDoubtful) await noteRecount(recountOf(restore, files), stores.spool);
  const dropped = await dropStaging(staging);
  if (!dropped.ok) return dropped;
  const { skipped, bytes } = filled.value;
  return succeed({
    ...restore,
    position: { table, after: last.key },
    hoursDone: hoursBefore(restore, parseArchiveName(last.key)?.receivedAt ?? restore.to),
    files: restore.files + files.length - skipped.length,
    bytes: restore.bytes + bytes,
    rows: addRows(restore.rows, moved.value),
    skipped: skipped.reduce(skipFile, restore.skipped),
  });
}

function recountOf({ projectId }: ArchiveRestore, files: readonly R2Object[]): RecountNote {
  const named = files.map(({ key }) => parseArchiveName(key)).filter((file) => file !== undefined);
  // A file's name tells its arrival to the hour.
  const hours = named.map(({ receivedAt }) => receivedAt);
  const messageIds = named.map(({ messageId }) => messageId);
  return { projectId, messageIds, earliest: Math.min(...hours), latest: Math.max(...hours) + hourMs };
}

/** Files in the order of their names, which is that of their arrival. */
async function nextFiles(archive: R2Bucket, { projectId, position, to }: ArchiveRestore): Promise<R2Object[]> {
  const { table, after } = position;
  const prefix = archiveFolder({ projectId, table });
  const { objects } = await archive.list({ prefix, startAfter: after, limit: stepFiles });
  const end = beforeHour({ projectId, table }, to);
  const files: R2Object[] = [];
  let bytes = 0;
  for (const object of objects) {
    bytes += object.size;
    if (object.key >= end || (bytes > stepBytes && files.length > 0)) break;
    files.push(object);
  }
  return files;
}

type Skipped = { name: string; reason: string };

/** A file that ClickHouse cannot read is left out, and told of: the others must not wait for it. */
async function fill(
  archive: R2Bucket,
  staging: Staging,
  files: R2Object[],
): Promise<Result<{ skipped: Skipped[]; bytes: number }>> {
  const opened = await openStaging(staging);
  if (!opened.ok) return opened;
  const skipped: Skipped[] = [];
  let bytes = 0;
  for (const { key } of files) {
    const file = await archive.get(key);
    // Its time to be kept ran out since it was listed.
    if (!file) continue;
    const written = await fillStaging(staging, new Uint8Array(await file.arrayBuffer()));
    if (written.ok) bytes += file.size;
    else if (written.kind === "refused") skipped.push({ name: key, reason: written.message.slice(0, 300) });
    else return fail("database-unavailable", { message: written.message.slice(0, 300) });
  }
  return succeed({ skipped, bytes });
}

function nextTable(restore: ArchiveRestore): ArchiveRestore {
  const { tables, position, projectId, from } = restore;
  const table = tables[tables.indexOf(position.table) + 1];
  if (!table) return { ...restore, state: "done", hoursDone: restore.hoursTotal, finishedAt: Date.now() };
  const next = { ...restore, position: { table, after: beforeHour({ projectId, table }, from) } };
  return { ...next, hoursDone: hoursBefore(next, from) };
}

const hoursBefore = ({ tables, position, from, to }: ArchiveRestore, hour: number): number =>
  tables.indexOf(position.table) * archiveHours(from, to).length + (hour - from) / hourMs;

const addRows = (rows: ArchiveRestore["rows"], moved: Moved): ArchiveRestore["rows"] => ({
  read: rows.read + moved.read,
  restored: rows.restored + moved.restored,
  present: rows.present + moved.present,
});
