import type { Metadata } from "next";
import { openProject } from "../../../../src/server/api.ts";
import { Trace } from "../../../../src/trace/trace.tsx";

export const metadata: Metadata = { title: "Trace" };

export default async function TracePage({ params, searchParams }: PageProps<"/[slug]/traces/[traceId]">) {
  const { slug, traceId } = await params;
  const address = { path: `/${slug}/traces/${traceId}`, search: await searchParams };
  const { user, projects, project } = await openProject(slug, address);
  return (
    <Trace
      projects={projects.map(({ slug, name }) => ({ slug, name }))}
      current={{ slug: project.slug, name: project.name }}
      email={user.email}
      traceId={traceId}
    />
  );
}
