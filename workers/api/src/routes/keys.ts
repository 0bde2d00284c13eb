import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { createKey, listKeys, NewKey, revokeKey } from "@perigee/control-plane";
import { ProjectKey } from "@perigee/schema";
import { memberWho } from "../auth/guards.ts";
import { json, refusals, refuse } from "../refusal.ts";
import type { Services } from "../services.ts";
import { ProjectPath, sessionOnly } from "./parameters.ts";

const KeyAnswer = ProjectKey.meta({ id: "ProjectKey" });
const KeyPath = ProjectPath.extend({ id: z.string().max(100).meta({ description: "The key's id." }) });
const tags = ["Keys"];
const common = ["unauthenticated", "key-not-allowed", "forbidden", "invalid-params"] as const;

export function addKeyRoutes(app: OpenAPIHono, services: Services): void {
  const { stores } = services;

  const list = createRoute({
    method: "get",
    path: "/v1/projects/{slug}/keys",
    summary: "List a project's keys",
    tags,
    security: sessionOnly,
    middleware: memberWho(services, "key.list"),
    request: { params: ProjectPath },
    responses: {
      200: json(z.object({ keys: z.array(KeyAnswer) }), "All keys, revoked ones too, oldest first; never their text."),
      ...refusals(...common),
    },
  });
  app.openapi(list, async (c) => c.json({ keys: await listKeys(stores, c.get("project").id) }, 200));

  const create = createRoute({
    method: "post",
    path: "/v1/projects/{slug}/keys",
    summary: "Create a key",
    tags,
    security: sessionOnly,
    middleware: memberWho(services, "key.create"),
    request: { params: ProjectPath, body: { ...json(NewKey, "The key to make."), required: true } },
    responses: {
      201: json(z.object({ key: KeyAnswer, secret: z.string() }), "The key. `secret` is its text, shown this once."),
      ...refusals(...common, "key-store-unavailable"),
    },
  });
  app.openapi(create, async (c) => {
    const made = await createKey(stores, { projectId: c.get("project").id, ...c.req.valid("json") });
    return made.ok ? c.json(made.value, 201) : refuse(c, made.failure);
  });

  const revoke = createRoute({
    method: "delete",
    path: "/v1/projects/{slug}/keys/{id}",
    summary: "Revoke a key",
    description: "For good. A revoked key may work for up to a minute more, while caches run out.",
    tags,
    security: sessionOnly,
    middleware: memberWho(services, "key.revoke"),
    request: { params: KeyPath },
    responses: {
      200: json(KeyAnswer, "The key, with the time of its revocation."),
      ...refusals(...common, "not-found", "key-store-unavailable"),
    },
  });
  app.openapi(revoke, async (c) => {
    const { id } = c.req.valid("param");
    const revoked = await revokeKey(stores, { projectId: c.get("project").id, keyId: id });
    return revoked.ok ? c.json(revoked.value, 200) : refuse(c, revoked.failure);
  });
}
