import type { Metadata } from "next";
import { openProject } from "../../../../src/server/api.ts";
import { Visit } from "../../../../src/session/visit.tsx";

export const metadata: Metadata = { title: "Visit" };

export default async function VisitPage({ params }: PageProps<"/[slug]/sessions/[sessionId]">) {
  const { slug, sessionId } = await params;
  const { user, projects, project } = await openProject(slug, { path: `/${slug}/sessions/${sessionId}` });
  return (
    <Visit
      projects={projects.map(({ slug, name }) => ({ slug, name }))}
      current={{ slug: project.slug, name: project.name }}
      email={user.email}
      sessionId={sessionId}
    />
  );
}
