import { createHash } from "node:crypto";
import {
  ArchiveRestore,
  fail,
  newRestore,
  openRestoreName,
  type RestoreOrder,
  type Result,
  restoreFolder,
  restoreName,
  succeed,
} from "@perigee/schema";

/** As many reports as one request may open. */
const maxListed = 100;

type Asked = { projectId: number; order: RestoreOrder };

/**
 * Lays the order where the consumer's cron finds it. The same order has the same id: while it is not done it is not taken twice, and
 * once it is done it can be given again.
 */
export async function orderRestore(archive: R2Bucket, { projectId, order }: Asked): Promise<Result<ArchiveRestore>> {
  const fresh = newRestore({ id: "", projectId, order, askedAt: Date.now() });
  const restore = { ...fresh, id: idOf(fresh, order.keepDays) };
  const present = await archive.get(restoreName(restore));
  const before = present ? ArchiveRestore.parse(await present.json()) : undefined;
  // Its open name is written again: whoever asked first may have died before that.
  if (before && before.state !== "done") return open(archive, before);
  const onlyIf = present ? { etagMatches: present.etag } : { etagDoesNotMatch: "*" };
  const written = await archive.put(restoreName(restore), JSON.stringify(restore), { onlyIf });
  return written ? open(archive, restore) : fail("conflict", { message: "Somebody asks for the same at this moment." });
}

async function open(archive: R2Bucket, restore: ArchiveRestore): Promise<Result<ArchiveRestore>> {
  await archive.put(openRestoreName(restore), "");
  return succeed(restore);
}

/** A UUID (version 8) made of what is asked for. */
function idOf({ projectId, from, to, tables }: ArchiveRestore, keepDays: number): string {
  const asked = JSON.stringify([projectId, from, to, tables.toSorted(), keepDays]);
  const hex = createHash("sha256").update(asked).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The newest first. */
export async function listRestores(archive: R2Bucket, projectId: number): Promise<ArchiveRestore[]> {
  const { objects } = await archive.list({ prefix: restoreFolder(projectId), limit: maxListed });
  const found = await Promise.all(objects.map(({ key }) => read(archive, key)));
  return found.filter((restore) => restore !== undefined).toSorted((a, b) => b.askedAt - a.askedAt);
}

export async function findRestore(
  archive: R2Bucket,
  named: Pick<ArchiveRestore, "projectId" | "id">,
): Promise<Result<ArchiveRestore>> {
  const restore = await read(archive, restoreName(named));
  return restore ? succeed(restore) : fail("not-found", { message: "There is no such restore in this project." });
}

async function read(archive: R2Bucket, name: string): Promise<ArchiveRestore | undefined> {
  const object = await archive.get(name);
  return object ? ArchiveRestore.parse(await object.json()) : undefined;
}
