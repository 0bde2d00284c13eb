import { fail, hashKey, ProjectKey, type Result, succeed } from "@perigee/schema";
import { and, asc, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { syncEdge } from "./edge.ts";
import { newKeyText } from "./key-text.ts";
import type { Stores } from "./stores.ts";
import { keys } from "./tables.ts";

/** How much of a key is kept to tell keys apart: its prefix and five of its 43 characters. */
const startChars = 8;

export const NewKey = z.object({ kind: ProjectKey.shape.kind, name: z.string().trim().max(100).default("") });
export type NewKey = z.infer<typeof NewKey>;

/**
 * Makes a key. `secret` is its text, which is shown once and never stored.
 * When the edge does not take the key, its row is removed again: nobody could use a key whose text was never shown.
 */
export async function createKey(
  stores: Stores,
  { projectId, kind, name }: NewKey & { projectId: number },
): Promise<Result<{ key: ProjectKey; secret: string }>> {
  const secret = newKeyText(kind);
  const values = {
    id: crypto.randomUUID(),
    projectId,
    kind,
    name,
    hash: await hashKey(secret),
    start: secret.slice(0, startChars),
  };
  const row = await stores.db.insert(keys).values(values).returning().get();
  const synced = await syncEdge(stores, { keyId: row.id });
  if (synced.ok) return succeed({ key: toProjectKey(row), secret });
  await stores.db.delete(keys).where(eq(keys.id, row.id));
  return fail("key-store-unavailable", { message: "The edge did not take the key, so none was made. Try again." });
}

/** All keys of a project, revoked ones too, oldest first. */
export async function listKeys({ db }: Pick<Stores, "db">, projectId: number): Promise<ProjectKey[]> {
  const rows = await db.select().from(keys).where(eq(keys.projectId, projectId)).orderBy(asc(keys.createdAt), keys.id);
  return rows.map(toProjectKey);
}

/**
 * Revokes a key for good, in D1 first and then at the edge. Revoking it again keeps the first time and repairs the edge.
 * Isolates cache keys, so a revoked key may work for up to a minute more.
 */
export async function revokeKey(
  stores: Stores,
  { projectId, keyId }: { projectId: number; keyId: string },
): Promise<Result<ProjectKey>> {
  const isKey = and(eq(keys.id, keyId), eq(keys.projectId, projectId));
  await stores.db
    .update(keys)
    .set({ revokedAt: new Date() })
    .where(and(isKey, isNull(keys.revokedAt)));
  const row = await stores.db.select().from(keys).where(isKey).get();
  if (!row) return fail("not-found", { message: "This project has no such key." });
  const synced = await syncEdge(stores, { keyId });
  return synced.ok ? succeed(toProjectKey(row)) : synced;
}

const toProjectKey = ({ id, kind, start, name, createdAt, revokedAt }: typeof keys.$inferSelect): ProjectKey => ({
  id,
  kind,
  start,
  name,
  createdAt: createdAt.toISOString(),
  revokedAt: revokedAt?.toISOString() ?? null,
});
