import { findMembership } from "@perigee/control-plane";
import { fail, type Project, type Result, succeed } from "@perigee/schema";
import type { MiddlewareHandler } from "hono";
import { refuse } from "../refusal.ts";
import type { Services } from "../services.ts";
import { type Caller, identify } from "./caller.ts";
import { may, type Permission } from "./roles.ts";

/**
 * Guards stand in a route's declaration and run before its parameters are read, so that strangers learn nothing from those.
 * What each has found out it leaves for the handler.
 */

type Leaves<Found extends object> = MiddlewareHandler<{ Variables: Found }>;

/** For routes of any signed-in user. */
export const signedIn =
  (services: Services): Leaves<{ userId: string }> =>
  async (c, next) => {
    const user = requireUser(await identify(services, c.req.raw.headers));
    if (!user.ok) return refuse(c, user.failure);
    c.set("userId", user.value);
    return next();
  };

/** For routes of one project, named by the path, whose members have roles. */
export const memberWho =
  (services: Services, permission: Permission): Leaves<{ project: Project }> =>
  async (c, next) => {
    const user = requireUser(await identify(services, c.req.raw.headers));
    if (!user.ok) return refuse(c, user.failure);
    const access = { userId: user.value, slug: c.req.param("slug") ?? "", permission };
    const project = await enterProject(services, access);
    if (!project.ok) return refuse(c, project.failure);
    c.set("project", project.value);
    return next();
  };

/** For queries: a read key, or a member's session with `?project=`. */
export const reader =
  (services: Services): Leaves<{ projectId: number }> =>
  async (c, next) => {
    const caller = await identify(services, c.req.raw.headers);
    const projectId = caller.ok ? await projectOf(services, caller.value, c.req.query("project")) : caller;
    if (!projectId.ok) return refuse(c, projectId.failure);
    c.set("projectId", projectId.value);
    return next();
  };

async function projectOf(services: Services, caller: Caller, slug: string | undefined): Promise<Result<number>> {
  if (caller.kind === "key") return slug === undefined ? succeed(caller.projectId) : fail("invalid-params", keyAndSlug);
  if (slug === undefined) return fail("invalid-params", noSlug);
  const project = await enterProject(services, { userId: caller.userId, slug, permission: "query.run" });
  return project.ok ? succeed(project.value.id) : project;
}

const keyAndSlug = { field: "project", message: "A key names its project already; leave this parameter out." };
const noSlug = { field: "project", message: "Which project? Send its slug." };

function requireUser(caller: Result<Caller>): Result<string> {
  if (!caller.ok) return caller;
  if (caller.value.kind === "user") return succeed(caller.value.userId);
  return fail("key-not-allowed", { message: "A read key may only run queries. Sign in to do this." });
}

/** Answers for a project of others exactly as for one that does not exist. */
async function enterProject(
  { stores }: Services,
  { userId, slug, permission }: { userId: string; slug: string; permission: Permission },
): Promise<Result<Project>> {
  const membership = await findMembership(stores, { userId, slug });
  if (!membership) return fail("forbidden");
  if (may(membership.role, permission)) return succeed(membership.project);
  return fail("forbidden", { message: `Your role in this project (${membership.role}) does not allow this.` });
}
