import { fail, Project, type Result, succeed } from "@perigee/schema";
import type { Command } from "commander";
import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import { readJson } from "./read-json.ts";
import type { Output, Run } from "./run.ts";
import { formatTable } from "./table.ts";

export function addProjectCommands(program: Command, { asOwner }: Run): void {
  const project = program.command("project").description("projects");
  project
    .command("create <name>")
    .option("--slug <slug>", "its part of the dashboard's address; made from the name")
    .option("--origin <origin...>", "where its public keys may be used, such as https://*.shop.example")
    .option("--retention-days <days>", "how long its data is kept")
    .action((name: string, options: ProjectOptions) => asOwner((client) => createProject(client, name, options)));
  project.command("list").action(() => asOwner(listProjects));
  project
    .command("show <slug>")
    .description("a project with its settings")
    .action((slug: string) => asOwner((client) => showProject(client, slug)));
  project
    .command("set <slug>")
    .description("change settings by whole sections, as docs/project-settings.md has them")
    .requiredOption("--settings <json>", 'such as {"sampling":{"rate":0.1}}, or @file')
    .action((slug: string, { settings }: { settings: string }) =>
      asOwner((client) => changeSettings(client, slug, settings)),
    );
}

type ProjectOptions = { slug?: string; origin?: string[]; retentionDays?: string };

async function createProject(client: ApiClient, name: string, options: ProjectOptions): Promise<Result<Output>> {
  const { slug, origin: origins, retentionDays } = options;
  const body = { name, slug, origins, ...(retentionDays !== undefined && { retentionDays: Number(retentionDays) }) };
  const made = await client.call({ method: "POST", path: "/v1/projects", body }, Project);
  return made.ok ? succeed({ json: made.value, text: projectTable([made.value]) }) : made;
}

async function listProjects(client: ApiClient): Promise<Result<Output>> {
  const listed = await fetchProjects(client);
  return listed.ok ? succeed({ json: listed.value, text: projectTable(listed.value.projects) }) : listed;
}

async function showProject(client: ApiClient, slug: string): Promise<Result<Output>> {
  const listed = await fetchProjects(client);
  if (!listed.ok) return listed;
  const project = listed.value.projects.find((candidate) => candidate.slug === slug);
  return project ? succeed(outputOf(project)) : fail("forbidden");
}

/** `given` is JSON, or @ and the name of a file that holds it. The API checks it and names the field that it does not take. */
async function changeSettings(client: ApiClient, slug: string, given: string): Promise<Result<Output>> {
  const settings = readJson("--settings", given);
  if (!settings.ok) return settings;
  const changed = await changeProject(client, slug, { settings: settings.value });
  return changed.ok ? succeed(outputOf(changed.value)) : changed;
}

const fetchProjects = (client: ApiClient) =>
  client.call({ method: "GET", path: "/v1/projects" }, z.object({ projects: z.array(Project) }));

const changeProject = (client: ApiClient, slug: string, body: object) =>
  client.call({ method: "PATCH", path: `/v1/projects/${encodeURIComponent(slug)}`, body }, Project);

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
