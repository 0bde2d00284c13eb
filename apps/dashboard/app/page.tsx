import { redirect } from "next/navigation";
import { NewProjectForm } from "../src/projects/new-project-form.tsx";
import { listProjects, requireUser } from "../src/server/api.ts";
import { Front } from "../src/shell/front.tsx";

export default async function FrontPage() {
  await requireUser("/");
  const [first] = await listProjects();
  if (first) redirect(`/${first.slug}`);
  return (
    <Front title="Create the first project">
      <NewProjectForm />
    </Front>
  );
}
