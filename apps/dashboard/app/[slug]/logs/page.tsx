import type { Metadata } from "next";
import { Logs } from "../../../src/logs/logs.tsx";
import { openProject } from "../../../src/server/api.ts";
import { config } from "../../../src/server/config.ts";

export const metadata: Metadata = { title: "Logs" };

export default async function LogsPage({ params, searchParams }: PageProps<"/[slug]/logs">) {
  const { slug } = await params;
  const { user, projects, project } = await openProject(slug, { path: `/${slug}/logs`, search: await searchParams });
  return (
    <Logs
      projects={projects.map(({ slug, name }) => ({ slug, name }))}
      current={{ slug: project.slug, name: project.name }}
      email={user.email}
      ingestUrl={config.ingestUrl}
    />
  );
}
