import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import {
  createProject,
  listMemberships,
  listRoles,
  NewProject,
  ProjectChange,
  updateProject,
} from "@perigee/control-plane";
import { fail, MemberProject, Project } from "@perigee/schema";
import { memberWho, signedIn } from "../auth/guards.ts";
import { may, permissionsOf } from "../auth/roles.ts";
import { json, refusals, refuse } from "../refusal.ts";
import type { Services } from "../services.ts";
import { ProjectPath, sessionOnly } from "./parameters.ts";

const ProjectAnswer = Project.meta({ id: "Project" });
const MemberProjectAnswer = MemberProject.meta({ id: "MemberProject" });
const tags = ["Projects"];

export function addProjectRoutes(app: OpenAPIHono, services: Services): void {
  const { stores } = services;

  const list = createRoute({
    method: "get",
    path: "/v1/projects",
    summary: "List the projects of your organisations",
    tags,
    security: sessionOnly,
    middleware: signedIn(services),
    responses: {
      200: json(
        z.object({ projects: z.array(MemberProjectAnswer) }),
        "Your projects, oldest first, and what you may do in each.",
      ),
      ...refusals("unauthenticated", "key-not-allowed"),
    },
  });
  app.openapi(list, async (c) => {
    const memberships = await listMemberships(stores, c.get("userId"));
    const projects = memberships.map(({ project, role }) => ({ ...project, permissions: permissionsOf(role) }));
    return c.json({ projects }, 200);
  });

  const create = createRoute({
    method: "post",
    path: "/v1/projects",
    summary: "Create a project",
    tags,
    security: sessionOnly,
    middleware: signedIn(services),
    request: { body: { ...json(NewProject, "The project to make."), required: true } },
    responses: {
      201: json(ProjectAnswer, "The project that was made."),
      ...refusals("unauthenticated", "key-not-allowed", "forbidden", "invalid-params", "conflict"),
    },
  });
  app.openapi(create, async (c) => {
    const roles = await listRoles(stores, c.get("userId"));
    const organisation = roles.find(({ role }) => may(role, "project.create"));
    if (!organisation) return refuse(c, fail("forbidden", { message: "Your role does not allow this." }).failure);
    const { organisationId } = organisation;
    const made = await createProject(stores, { ...c.req.valid("json"), organisationId });
    return made.ok ? c.json(made.value, 201) : refuse(c, made.failure);
  });

  const change = createRoute({
    method: "patch",
    path: "/v1/projects/{slug}",
    summary: "Change a project's name, origins or retention",
    description: "An empty change writes the project's keys to the edge again: the repair after a failed write.",
    tags,
    security: sessionOnly,
    middleware: memberWho(services, "project.change"),
    request: { params: ProjectPath, body: { ...json(ProjectChange, "What to change."), required: true } },
    responses: {
      200: json(ProjectAnswer, "The project as it is now."),
      ...refusals("unauthenticated", "key-not-allowed", "forbidden", "invalid-params", "key-store-unavailable"),
    },
  });
  app.openapi(change, async (c) => {
    const changed = await updateProject(stores, { projectId: c.get("project").id, ...c.req.valid("json") });
    return changed.ok ? c.json(changed.value, 200) : refuse(c, changed.failure);
  });
}
