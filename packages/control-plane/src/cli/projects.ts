import { readFileSync } from "node:fs";
import { fail, Project, type Result, succeed } from "@perigee/schema";
import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import { formatTable } from "./table.ts";

/** What a command gives: JSON for scripts, and a text for people. */
export type Output = { json: unknown; text: string };

export type ProjectOptions = { slug?: string; origin?: string[]; retentionDays?: string };

export async function createProject(client: ApiClient, name: string, options: ProjectOptions): Promise<Result<Output>> {
  const { slug, origin: origins, retentionDays } = options;
  const body = { name, slug, origins, ...(retentionDays !== undefined && { retentionDays: Number(retentionDays) }) };
  const made = await client.call({ method: "POST", path: "/v1/projects", body }, Project);
  return made.ok ? succeed({ json: made.value, text: projectTable([made.value]) }) : made;
}

export async function listProjects(client: ApiClient): Promise<Result<Output>> {
  const listed = await fetchProjects(client);
  return listed.ok ? succeed({ json: listed.value, text: projectTable(listed.value.projects) }) : listed;
}

export async function showProject(client: ApiClient, slug: string): Promise<Result<Output>> {
  const listed = await fetchProjects(client);
  if (!listed.ok) return listed;
  const project = listed.value.projects.find((candidate) => candidate.slug === slug);
  return project ? succeed(outputOf(project)) : fail("forbidden");
}

/** `given` is JSON, or @ and the name of a file that holds it. The API checks it and names the field that it does not take. */
export async function changeSettings(client: ApiClient, slug: string, given: string): Promise<Result<Output>> {
  const settings = readJson(given);
  if (!settings.ok) return settings;
  const changed = await changeProject(client, slug, { settings: settings.value });
  return changed.ok ? succeed(outputOf(changed.value)) : changed;
}

/** An empty change of a project rewrites its keys. */
export async function syncEdge(client: ApiClient): Promise<Result<Output>> {
  const listed = await fetchProjects(client);
  if (!listed.ok) return listed;
  for (const { slug } of listed.value.projects) {
    const synced = await changeProject(client, slug, {});
    if (!synced.ok) return synced;
  }
  const slugs = listed.value.projects.map(({ slug }) => slug);
  return succeed({ json: { projects: slugs }, text: `The keys of ${slugs.length} projects are at the edge.` });
}

const fetchProjects = (client: ApiClient) =>
  client.call({ method: "GET", path: "/v1/projects" }, z.object({ projects: z.array(Project) }));

const changeProject = (client: ApiClient, slug: string, body: object) =>
  client.call({ method: "PATCH", path: `/v1/projects/${encodeURIComponent(slug)}`, body }, Project);

function readJson(given: string): Result<unknown> {
  try {
    return succeed(JSON.parse(given.startsWith("@") ? readFileSync(given.slice(1), "utf8") : given));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return fail("invalid-params", { field: "--settings", message: `--settings cannot be read: ${reason}` });
  }
}

const outputOf = (project: Project): Output => ({
  json: project,
  text: `${projectTable([project])}\n${JSON.stringify(project.settings, null, 2)}`,
});

const projectTable = (projects: Project[]) =>
  formatTable(
    projects.map(({ id, slug, name, origins, retentionDays }) => ({
      id,
      slug,
      name,
      origins: origins.join(" "),
      "retention days": retentionDays,
    })),
  );
