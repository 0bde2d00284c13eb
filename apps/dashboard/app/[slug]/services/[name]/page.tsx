import type { Metadata } from "next";
import { openProject } from "../../../../src/server/api.ts";
import { ServicePage } from "../../../../src/services/service-page.tsx";

type Address = PageProps<"/[slug]/services/[name]">;

/** Next hands parts of the path over as they stand in the address. */
const nameIn = async (params: Address["params"]): Promise<string> => decodeURIComponent((await params).name);

export async function generateMetadata({ params }: Address): Promise<Metadata> {
  return { title: await nameIn(params) };
}

export default async function OneServicePage({ params, searchParams }: Address) {
  const { slug, name: encoded } = await params;
  const address = { path: `/${slug}/services/${encoded}`, search: await searchParams };
  const { user, projects, project } = await openProject(slug, address);
  return (
    <ServicePage
      projects={projects.map(({ slug, name }) => ({ slug, name }))}
      current={{ slug: project.slug, name: project.name }}
      email={user.email}
      name={await nameIn(params)}
      mayEdit={project.permissions.includes("service.change")}
    />
  );
}
