import { type EdgeKey, edgeKeyName, fail, ProjectSettings, type Result, succeed } from "@perigee/schema";
import { and, asc, eq } from "drizzle-orm";
import type { Database, Stores } from "./stores.ts";
import { keys, projects } from "./tables.ts";

const maxRounds = 5;

/** Which keys to write: one, those of a project, or all. */
type Scope = { projectId?: number; keyId?: string };

/**
 * Writes keys to the edge as D1 has them now. Safe to repeat, and the repair after any failed write.
 *
 * Two callers may cross: one reads D1, the other revokes a key in D1 and KV, and the first then writes its old copy over it.
 * So D1 is read again after each round of writes until nothing has changed meanwhile: the last writer always sees the truth.
 */
export async function syncEdge(stores: Stores, scope: Scope = {}): Promise<Result<{ keys: number }>> {
  let written = "";
  for (let round = 0; round < maxRounds; round++) {
    const entries = await readEntries(stores.db, scope);
    const current = JSON.stringify(entries);
    if (current === written) return succeed({ keys: entries.length });
    const puts = await Promise.allSettled(
      entries.map(({ hash, edgeKey }) => stores.kv.put(edgeKeyName(hash), JSON.stringify(edgeKey))),
    );
    const failed = puts.filter((put) => put.status === "rejected").length;
    if (failed > 0) return refused(`${failed} of ${entries.length} keys`);
    written = current;
  }
  return refused("Keys that are being changed at this moment");
}

const refused = (which: string) =>
  fail("key-store-unavailable", {
    message: `Saved, but ${which} could not be updated at the edge. Do the same again to repair it.`,
  });

async function readEntries(db: Database, { projectId, keyId }: Scope): Promise<{ hash: string; edgeKey: EdgeKey }[]> {
  const rows = await db
    .select({
      key: keys,
      origins: projects.origins,
      retentionDays: projects.retentionDays,
      settings: projects.settings,
    })
    .from(keys)
    .innerJoin(projects, eq(projects.id, keys.projectId))
    .where(
      and(
        projectId === undefined ? undefined : eq(keys.projectId, projectId),
        keyId === undefined ? undefined : eq(keys.id, keyId),
      ),
    )
    .orderBy(asc(keys.id));
  return rows.map(({ key, origins, retentionDays, settings }) => ({
    hash: key.hash,
    edgeKey: {
      keyId: key.id,
      projectId: key.projectId,
      kind: key.kind,
      origins,
      retentionDays,
      revoked: key.revokedAt !== null,
      settings: ProjectSettings.parse(settings),
    },
  }));
}
