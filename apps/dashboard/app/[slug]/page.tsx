import type { Metadata } from "next";
import { Home } from "../../src/home/home.tsx";
import { openProject } from "../../src/server/api.ts";
import { config } from "../../src/server/config.ts";

export async function generateMetadata({ params }: PageProps<"/[slug]">): Promise<Metadata> {
  return { title: (await params).slug };
}

export default async function HomePage({ params, searchParams }: PageProps<"/[slug]">) {
  const { slug } = await params;
  const { user, projects, project } = await openProject(slug, { path: `/${slug}`, search: await searchParams });
  return (
    <Home
      key={slug}
      projects={projects.map(({ slug, name }) => ({ slug, name }))}
      current={{ slug: project.slug, name: project.name, retentionDays: project.retentionDays }}
      email={user.email}
      ingestUrl={config.ingestUrl}
    />
  );
}
