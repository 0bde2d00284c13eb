import type { Metadata } from "next";
import { openProject } from "../../../src/server/api.ts";
import { config } from "../../../src/server/config.ts";
import { Services } from "../../../src/services/services.tsx";

export const metadata: Metadata = { title: "Services" };

export default async function ServicesPage({ params, searchParams }: PageProps<"/[slug]/services">) {
  const { slug } = await params;
  const address = { path: `/${slug}/services`, search: await searchParams };
  const { user, projects, project } = await openProject(slug, address);
  return (
    <Services
      projects={projects.map(({ slug, name }) => ({ slug, name }))}
      current={{ slug: project.slug, name: project.name }}
      email={user.email}
      ingestUrl={config.ingestUrl}
      mayEdit={project.permissions.includes("service.change")}
    />
  );
}
