import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { type QueryParams, runQuery } from "@perigee/clickhouse";
import { changeServiceNotes, findServiceNotes, findServicesOfTeam } from "@perigee/control-plane";
import { fail, type Result, type SeenService, Service, ServiceChange, succeed } from "@perigee/schema";
import { memberWho } from "../auth/guards.ts";
import { json, refusals, refuse } from "../refusal.ts";
import type { Services } from "../services.ts";
import { ProjectPath, sessionOnly } from "./parameters.ts";

const ServiceAnswer = Service.meta({ id: "Service" });
const ServicePath = ProjectPath.extend({
  name: z.string().min(1).max(1_000).meta({ description: "The service's name, `service.name` of its resource." }),
});
const maxPage = 100;
const Page = z.object({
  search: z
    .string()
    .max(200)
    .optional()
    .meta({ description: "Those whose name or owner team contains this text, whatever its case." }),
  environment: z.string().max(200).optional().meta({ description: "Those that were heard from this environment." }),
  after: z.string().max(1_000).optional().meta({ description: "`next` of the page before." }),
  limit: z.coerce.number().int().min(1).max(maxPage).default(50),
});
const common = ["unauthenticated", "key-not-allowed", "forbidden", "invalid-params"] as const;
const ofDatabase = ["database-unavailable", "query-failed", "query-timeout"] as const;
const tags = ["Services"];

/** Which services there are, telemetry says; what they are, their people do. */
export function addServiceRoutes(app: OpenAPIHono, services: Services): void {
  const { config, stores } = services;

  const seen = async (projectId: number, params: QueryParams<"services">): Promise<Result<SeenService[]>> => {
    const answer = await runQuery(config.clickhouse, { name: "services", projectId, params });
    return answer.ok ? succeed(answer.value.rows) : answer;
  };

  const findSeen = async (projectId: number, name: string): Promise<Result<SeenService>> => {
    const found = await seen(projectId, { name, days: maxDays });
    if (!found.ok) return found;
    const [service] = found.value;
    return service ? succeed(service) : fail("not-found", { message: unheard(name) });
  };

  const list = createRoute({
    method: "get",
    path: "/v1/projects/{slug}/services",
    summary: "List the services of a project",
    description: "Services that sent events, logs, spans or metrics within the last 30 days, by name.",
    tags,
    security: sessionOnly,
    middleware: memberWho(services, "service.see"),
    request: { params: ProjectPath, query: Page },
    responses: {
      200: json(
        z.object({
          services: z.array(ServiceAnswer),
          next: z.string().nullable().meta({ description: "Send it as `after` for the next page; null on the last." }),
        }),
        "A page of services, times in epoch milliseconds.",
      ),
      ...refusals(...common, ...ofDatabase),
    },
  });
  app.openapi(list, async (c) => {
    const { limit, ...wanted } = c.req.valid("query");
    const projectId = c.get("project").id;
    const orName = wanted.search ? await findServicesOfTeam(stores, { projectId, team: wanted.search }) : [];
    // One more than is shown says whether there is a next page.
    const found = await seen(projectId, { ...wanted, orName, limit: limit + 1 });
    if (!found.ok) return refuse(c, found.failure);
    const page = found.value.slice(0, limit);
    const notesOf = await findServiceNotes(stores, { projectId, names: page.map(({ name }) => name) });
    const next = found.value.length > limit ? (page.at(-1)?.name ?? null) : null;
    return c.json({ services: page.map((one) => ({ ...one, ...notesOf(one.name) })), next }, 200);
  });

  const show = createRoute({
    method: "get",
    path: "/v1/projects/{slug}/services/{name}",
    summary: "Show one service",
    description: "Also one that has been silent for more than 30 days, for as long as the catalogue remembers it.",
    tags,
    security: sessionOnly,
    middleware: memberWho(services, "service.see"),
    request: { params: ServicePath },
    responses: {
      200: json(ServiceAnswer, "The service, times in epoch milliseconds."),
      ...refusals(...common, "not-found", ...ofDatabase),
    },
  });
  app.openapi(show, async (c) => {
    const { name } = c.req.valid("param");
    const projectId = c.get("project").id;
    const found = await findSeen(projectId, name);
    if (!found.ok) return refuse(c, found.failure);
    const notesOf = await findServiceNotes(stores, { projectId, names: [name] });
    return c.json({ ...found.value, ...notesOf(name) }, 200);
  });

  const change = createRoute({
    method: "patch",
    path: "/v1/projects/{slug}/services/{name}",
    summary: "Say whose a service is, and what it is",
    tags,
    security: sessionOnly,
    middleware: memberWho(services, "service.change"),
    request: { params: ServicePath, body: { ...json(ServiceChange, "What to change."), required: true } },
    responses: {
      200: json(ServiceAnswer, "The service as it is now."),
      ...refusals(...common, "not-found", ...ofDatabase),
    },
  });
  app.openapi(change, async (c) => {
    const { name } = c.req.valid("param");
    const projectId = c.get("project").id;
    // So that a slip of the pen does not make a service that nobody ever sees.
    const found = await findSeen(projectId, name);
    if (!found.ok) return refuse(c, found.failure);
    const notes = await changeServiceNotes(stores, { projectId, name, change: c.req.valid("json") });
    return c.json({ ...found.value, ...notes }, 200);
  });
}

/** As long as the catalogue remembers. */
const maxDays = 400;

const unheard = (name: string): string =>
  `This project has not heard of a service called ${name}. It is there once it has sent something.`;
