import { type ServiceChange, ServiceNotes } from "@perigee/schema";
import { and, eq, sql } from "drizzle-orm";
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
