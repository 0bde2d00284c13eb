import { type KeyKind, type LocalFile, Project, ProjectKey } from "@perigee/schema";
import { z } from "zod";
import type { ApiClient } from "./api-client.ts";

const slug = "demo";

type DemoProject = Pick<LocalFile, "project" | "publicKey" | "secretKey" | "readKey">;

const Projects = z.object({ projects: z.array(Project) });
const NewKey = z.object({ key: ProjectKey, secret: z.string() });

/**
 * Finds or makes the demo project. Keys are stored as hashes only, so the ones in the previous `local.json` are used again;
 * where that file is lost, new ones are made.
 */
export async function ensureDemoProject(options: {
  api: ApiClient;
  origins: string[];
  previous: LocalFile | undefined;
}): Promise<DemoProject> {
  const { api, origins, previous } = options;
  const { projects } = await api("/v1/projects", Projects);
  const found = projects.find((project) => project.slug === slug);
  const project = found ?? (await createProject(api, origins));
  const missing = origins.filter((origin) => !project.origins.includes(origin));
  if (missing.length > 0) {
    const body = { origins: [...project.origins, ...missing] };
    await api(`/v1/projects/${slug}`, Project, { method: "PATCH", body });
  }
  if (previous?.project.id === project.id) {
    const { publicKey, secretKey, readKey } = previous;
    return { project: { id: project.id, slug }, publicKey, secretKey, readKey };
  }
  return {
    project: { id: project.id, slug },
    publicKey: await createKey(api, "public"),
    secretKey: await createKey(api, "secret"),
    readKey: await createKey(api, "read"),
  };
}

function createProject(api: ApiClient, origins: string[]): Promise<Project> {
  const body = { name: "Demo shop", slug, origins };
  return api("/v1/projects", Project, { method: "POST", body });
}

async function createKey(api: ApiClient, kind: KeyKind): Promise<string> {
  const answer = await api(`/v1/projects/${slug}/keys`, NewKey, {
    method: "POST",
    body: { kind, name: "Local stack" },
  });
  return answer.secret;
}
