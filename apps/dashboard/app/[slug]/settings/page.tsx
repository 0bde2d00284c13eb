import type { Metadata } from "next";
import { openProject } from "../../../src/server/api.ts";
import { Settings } from "../../../src/settings/settings.tsx";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage({ params }: PageProps<"/[slug]/settings">) {
  const { slug } = await params;
  const { user, projects, project } = await openProject(slug, { path: `/${slug}/settings` });
  return (
    <Settings projects={projects.map(({ slug, name }) => ({ slug, name }))} project={project} email={user.email} />
  );
}
