import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { time } from "@perigee/clickhouse";
import { ArchiveRestore, RestoreOrder, succeed } from "@perigee/schema";
import { ArchivedHour, listArchivedHours } from "../archive/list-hours.ts";
import { findRestore, listRestores, orderRestore } from "../archive/restores.ts";
import { memberWho } from "../auth/guards.ts";
import { askR2 } from "../object-store.ts";
import { json, refusals, refuse } from "../refusal.ts";
import type { Services } from "../services.ts";
import { ProjectPath, sessionOnly } from "./parameters.ts";

const Restore = ArchiveRestore.meta({ id: "ArchiveRestore" });
const RestorePath = ProjectPath.extend({ id: z.uuid().toLowerCase().meta({ description: "The restore's id." }) });
const tags = ["Archive"];
const common = [
  "unauthenticated",
  "key-not-allowed",
  "forbidden",
  "invalid-params",
  "object-store-unavailable",
] as const;
const path = "/v1/projects/{slug}/archive";

export function addArchiveRoutes(app: OpenAPIHono, services: Services): void {
  const { archive } = services.buckets;

  const hours = createRoute({
    method: "get",
    path,
    summary: "List what the cold archive holds, by table and hour",
    tags,
    security: sessionOnly,
    middleware: memberWho(services, "archive.see"),
    request: { params: ProjectPath, query: z.object({ from: time, to: time }) },
    responses: {
      200: json(
        z.object({ hours: z.array(ArchivedHour), hasMore: z.boolean() }),
        "Hours of arrival that have files, oldest first for each table. Ask for a shorter range where there are more.",
      ),
      ...refusals(...common),
    },
  });
  app.openapi(hours, async (c) => {
    const range = { projectId: c.get("project").id, ...c.req.valid("query") };
    const listed = await askR2(async () => succeed(await listArchivedHours(archive, range)));
    return listed.ok ? c.json(listed.value, 200) : refuse(c, listed.failure);
  });

  const order = createRoute({
    method: "post",
    path: `${path}/restores`,
    summary: "Bring archived rows back into the database",
    description:
      "By hours of arrival. Rows that are there are not written again, so it may be asked for any number of times.",
    tags,
    security: sessionOnly,
    middleware: memberWho(services, "archive.restore"),
    request: { params: ProjectPath, body: { ...json(RestoreOrder, "Which hours and tables."), required: true } },
    responses: {
      202: json(Restore, "The restore. It begins within a minute; ask for it by its id to see how far it is."),
      ...refusals(...common, "conflict"),
    },
  });
  app.openapi(order, async (c) => {
    const asked = { projectId: c.get("project").id, order: c.req.valid("json") };
    const restore = await askR2(() => orderRestore(archive, asked));
    return restore.ok ? c.json(restore.value, 202) : refuse(c, restore.failure);
  });

  const list = createRoute({
    method: "get",
    path: `${path}/restores`,
    summary: "List restores and how far they are",
    tags,
    security: sessionOnly,
    middleware: memberWho(services, "archive.see"),
    request: { params: ProjectPath },
    responses: { 200: json(z.object({ restores: z.array(Restore) }), "Newest first."), ...refusals(...common) },
  });
  app.openapi(list, async (c) => {
    const listed = await askR2(async () => succeed(await listRestores(archive, c.get("project").id)));
    return listed.ok ? c.json({ restores: listed.value }, 200) : refuse(c, listed.failure);
  });

  const show = createRoute({
    method: "get",
    path: `${path}/restores/{id}`,
    summary: "See how far a restore is",
    tags,
    security: sessionOnly,
    middleware: memberWho(services, "archive.see"),
    request: { params: RestorePath },
    responses: { 200: json(Restore, "The restore."), ...refusals(...common, "not-found") },
  });
  app.openapi(show, async (c) => {
    const named = { projectId: c.get("project").id, id: c.req.valid("param").id };
    const found = await askR2(() => findRestore(archive, named));
    return found.ok ? c.json(found.value, 200) : refuse(c, found.failure);
  });
}
