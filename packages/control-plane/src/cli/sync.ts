import { Project, type Result, succeed } from "@perigee/schema";
import type { Command } from "commander";
import { z } from "zod";
import type { ApiClient } from "./api-client.ts";
import type { Output, Run } from "./run.ts";

export function addSyncCommand(program: Command, { asOwner }: Run): void {
  program
    .command("sync")
    .description("write all keys to the edge again, after a write there has failed")
    .action(() => asOwner(syncEdge));
}

/** An empty change of a project rewrites its keys. */
async function syncEdge(client: ApiClient): Promise<Result<Output>> {
  const listed = await client.call({ method: "GET", path: "/v1/projects" }, z.object({ projects: z.array(Project) }));
  if (!listed.ok) return listed;
  for (const { slug } of listed.value.projects) {
    const synced = await client.call({ method: "PATCH", path: `/v1/projects/${slug}`, body: {} }, Project);
    if (!synced.ok) return synced;
  }
  const slugs = listed.value.projects.map(({ slug }) => slug);
  return succeed({ json: { projects: slugs }, text: `The keys of ${slugs.length} projects are at the edge.` });
}
