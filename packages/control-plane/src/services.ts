import { type ServiceChange, ServiceNotes } from "@perigee/schema";
import { and, eq, ne, sql } from "drizzle-orm";
import type { Stores } from "./stores.ts";
import { services } from "./tables.ts";

const noNotes: ServiceNotes = { ownerTeam: "", description: "", tier: null, links: [] };

/** What people say about services of a project, by their names; of those about which nobody said anything it is all empty. */
export async function findServiceNotes(
  { db }: Pick<Stores, "db">,
  { projectId, names }: { projectId: number; names: readonly string[] },
): Promise<(name: string) => ServiceNotes> {
  // One parameter for all names: D1 takes a hundred at most.
  const isNamed = sql`${services.name} IN (SELECT value FROM json_each(${JSON.stringify(names)}))`;
  const rows = await db
    .select()
    .from(services)
    .where(and(eq(services.projectId, projectId), isNamed));
  const byName = new Map(rows.map((row) => [row.name, ServiceNotes.parse(row)]));
  return (name) => byName.get(name) ?? noNotes;
}

/** More than any project's people have notes about. */
const maxOwned = 5_000;

/** Names of the services whose owner team contains this text, whatever its case. */
export async function findServicesOfTeam(
  { db }: Pick<Stores, "db">,
  { projectId, team }: { projectId: number; team: string },
): Promise<string[]> {
  const owned = await db
    .select({ name: services.name, ownerTeam: services.ownerTeam })
    .from(services)
    .where(and(eq(services.projectId, projectId), ne(services.ownerTeam, "")))
    .limit(maxOwned);
  // SQLite knows the cases of ASCII alone.
  const wanted = team.toLowerCase();
  return owned.filter(({ ownerTeam }) => ownerTeam.toLowerCase().includes(wanted)).map(({ name }) => name);
}

/** Sets what is named and keeps the rest. */
export async function changeServiceNotes(
  { db }: Pick<Stores, "db">,
  { projectId, name, change }: { projectId: number; name: string; change: ServiceChange },
): Promise<ServiceNotes> {
  const row = await db
    .insert(services)
    .values({ projectId, name, ...change })
    // SQLite refuses an UPDATE that sets nothing.
    .onConflictDoUpdate({ target: [services.projectId, services.name], set: { projectId, ...change } })
    .returning()
    .get();
  return ServiceNotes.parse(row);
}
