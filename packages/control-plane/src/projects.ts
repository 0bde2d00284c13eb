import { fail, Project, ProjectSettings, ProjectSettingsChange, type Result, succeed } from "@perigee/schema";
import { faultOfRegex } from "@perigee/schema/linear-regex";
import { and, asc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { syncEdge } from "./edge.ts";
import { faultsOfPipelines } from "./log-pipelines.ts";
import { Origins } from "./origins.ts";
import type { Database, Stores } from "./stores.ts";
import { members, projects, type roleNames } from "./tables.ts";

export type Role = (typeof roleNames)[number];

export const NewProject = z.object({
  name: z.string().trim().min(1).max(100),
  /** Stands in the dashboard's address; made from the name where it is left out. */
  slug: Project.shape.slug.optional(),
  origins: Origins.default([]),
  retentionDays: Project.shape.retentionDays.default(90),
});
export type NewProject = z.infer<typeof NewProject>;

export const ProjectChange = z
  .object({
    name: NewProject.shape.name,
    origins: Origins,
    retentionDays: Project.shape.retentionDays,
    settings: ProjectSettingsChange.superRefine(refuseBadRegexes),
  })
  .partial();
export type ProjectChange = z.infer<typeof ProjectChange>;

/** The edge cannot tell anybody that an expression is wrong, so it is compiled here, by the same library. */
function refuseBadRegexes({ redaction, logs }: z.infer<typeof ProjectSettingsChange>, context: z.RefinementCtx): void {
  for (const [index, { pattern }] of (redaction?.rules ?? []).entries()) {
    const message = "regex" in pattern ? faultOfRegex(pattern) : undefined;
    if (message) context.addIssue({ code: "custom", message, path: ["redaction", "rules", index, "pattern", "regex"] });
  }
  for (const { path, message } of faultsOfPipelines(logs?.pipelines ?? []))
    context.addIssue({ code: "custom", message, path: ["logs", "pipelines", ...path] });
}

export async function createProject(
  { db }: Pick<Stores, "db">,
  { organisationId, ...wanted }: NewProject & { organisationId: number },
): Promise<Result<Project>> {
  const slug = Project.shape.slug.safeParse(wanted.slug ?? slugOf(wanted.name));
  if (!slug.success)
    return fail("invalid-params", { field: "slug", message: "No slug can be made of this name; choose one." });
  const [row] = await db
    .insert(projects)
    .values({ ...wanted, slug: slug.data, organisationId })
    .onConflictDoNothing({ target: projects.slug })
    .returning();
  if (!row) return fail("conflict", { field: "slug", message: `The slug ${slug.data} is taken; choose another.` });
  return succeed(toProject(row));
}

export type Membership = { project: Project; role: Role };

/** The projects of every organisation in which the user is a member, with the role in each, oldest first. */
export async function listMemberships({ db }: Pick<Stores, "db">, userId: string): Promise<Membership[]> {
  const rows = await selectMemberships(db).where(eq(members.userId, userId)).orderBy(asc(projects.id));
  return rows.map(({ project, role }) => ({ project: toProject(project), role }));
}

/** One project as this user may see it, with the user's role, or undefined: it may exist and belong to others. */
export async function findMembership(
  { db }: Pick<Stores, "db">,
  { userId, slug }: { userId: string; slug: string },
): Promise<Membership | undefined> {
  const [row] = await selectMemberships(db).where(and(eq(members.userId, userId), eq(projects.slug, slug)));
  return row && { project: toProject(row.project), role: row.role };
}

/** The organisations of a user with the role in each, oldest first. */
export const listRoles = ({ db }: Pick<Stores, "db">, userId: string) =>
  db
    .select({ organisationId: members.organisationId, role: members.role })
    .from(members)
    .where(eq(members.userId, userId))
    .orderBy(asc(members.organisationId));

/**
 * Changes D1 first, then all of the project's keys at the edge, whose copies carry origins and retention.
 * When the edge refuses, the change stands in D1 and the same call again repairs the edge.
 */
export async function updateProject(
  stores: Stores,
  { projectId, settings, ...change }: ProjectChange & { projectId: number },
): Promise<Result<Project>> {
  const [row] = await stores.db
    .update(projects)
    // SQLite refuses an UPDATE that sets nothing; an empty change is how a caller asks for the repair alone.
    .set({ id: projectId, ...change, ...(settings && { settings: mergePatch(settings) }) })
    .where(eq(projects.id, projectId))
    .returning();
  if (!row) return fail("not-found", { message: "There is no such project." });
  const synced = await syncEdge(stores, { projectId });
  return synced.ok ? succeed(toProject(row)) : synced;
}

/** In one statement, so that two changes of different sections do not undo each other. */
const mergePatch = (sections: NonNullable<ProjectChange["settings"]>) =>
  sql`json_patch(${projects.settings}, ${JSON.stringify(sections)})`;

const selectMemberships = (db: Database) =>
  db
    .select({ project: projects, role: members.role })
    .from(projects)
    .innerJoin(members, eq(members.organisationId, projects.organisationId));

const slugOf = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{Mark}+/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replace(/^-+|-+$/g, "");

const toProject = ({ organisationId: _, createdAt, settings, ...row }: typeof projects.$inferSelect): Project => ({
  ...row,
  settings: ProjectSettings.parse(settings),
  createdAt: createdAt.toISOString(),
});
