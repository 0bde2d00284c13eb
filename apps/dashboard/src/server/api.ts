import { MemberProject } from "@perigee/schema";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { signInPath } from "../sign-in/return-path.ts";
import { config } from "./config.ts";

const Session = z.object({ user: z.object({ name: z.string(), email: z.string() }) });
export type User = z.infer<typeof Session>["user"];

const Projects = z.object({ projects: z.array(MemberProject) });

/** The API could not be asked: the error page shows this, since neither sign-in nor an empty list would be true. */
class ApiAway extends Error {}

/** Asks the API in the name of whoever sent this request. */
async function ask(path: string): Promise<Response> {
  const cookie = (await headers()).get("cookie") ?? "";
  try {
    return await fetch(`${config.apiUrl}${path}`, { headers: { cookie }, cache: "no-store" });
  } catch (cause) {
    throw new ApiAway("The API did not answer the dashboard.", { cause });
  }
}

/** Who is signed in, or null. The session is not prolonged here: a server component cannot pass its new cookie on. */
const findUser = cache(async (): Promise<User | null> => {
  const response = await ask("/v1/auth/get-session?disableRefresh=true");
  if (!response.ok) throw new ApiAway(`The API answered ${response.status} when asked who is signed in.`);
  const session = Session.nullable().parse(await response.json());
  return session?.user ?? null;
});

/** Who is signed in; everyone else is sent to the sign-in page, which leads back to `here`. */
export async function requireUser(here: string): Promise<User> {
  return (await findUser()) ?? redirect(signInPath(here));
}

/** The projects of the signed-in user. */
export const listProjects = cache(async (): Promise<MemberProject[]> => {
  const response = await ask("/v1/projects");
  if (!response.ok) throw new ApiAway(`The API answered ${response.status} when asked for projects.`);
  return Projects.parse(await response.json()).projects;
});

type Address = { path: string; search?: Record<string, string | string[] | undefined> };

/** The project of an address with all that its pages need. Without a session leads to sign-in and back; an unknown project is 404. */
export async function openProject(slug: string, { path, search = {} }: Address) {
  const user = await requireUser(path + searchText(search));
  const projects = await listProjects();
  const project = projects.find((each) => each.slug === slug) ?? notFound();
  return { user, projects, project };
}

function searchText(search: NonNullable<Address["search"]>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) params.append(key, each);
  }
  return params.size > 0 ? `?${params}` : "";
}
