import { Project, type Result, succeed } from "@perigee/schema";
import type { Command } from "commander";
import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
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
}

type ProjectOptions = { slug?: string; origin?: string[]; retentionDays?: string };

async function createProject(client: ApiClient, name: string, options: ProjectOptions): Promise<Result<Output>> {
  const { slug, origin: origins, retentionDays } = options;
  const body = { name, slug, origins, ...(retentionDays !== undefined && { retentionDays: Number(retentionDays) }) };
  const made = await client.call({ method: "POST", path: "/v1/projects", body }, Project);
  return made.ok ? succeed({ json: made.value, text: projectTable([made.value]) }) : made;
}

async function listProjects(client: ApiClient): Promise<Result<Output>> {
  const listed = await client.call({ method: "GET", path: "/v1/projects" }, z.object({ projects: z.array(Project) }));
  return listed.ok ? succeed({ json: listed.value, text: projectTable(listed.value.projects) }) : listed;
}

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
