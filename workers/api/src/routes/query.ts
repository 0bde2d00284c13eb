import { type OpenAPIHono, type RouteConfig, z } from "@hono/zod-openapi";
import { type QueryName, queries, runQuery } from "@perigee/clickhouse";
import { fail, Project } from "@perigee/schema";
import { reader } from "../auth/guards.ts";
import { json, refusals, refuse } from "../refusal.ts";
import type { Services } from "../services.ts";
import { schemes, sessionOnly } from "./parameters.ts";

/** One handler for every typed query of @perigee/clickhouse, and one OpenAPI entry for each. */
export function addQueryRoutes(app: OpenAPIHono, services: Services): void {
  for (const name of Object.keys(queries).filter(isQuery)) app.openAPIRegistry.registerPath(entryOf(name));

  app.get("/v1/query/:name", reader(services), async (c) => {
    const name = c.req.param("name");
    if (!isQuery(name)) return refuse(c, fail("not-found", { message: `There is no query called ${name}.` }).failure);
    const answer = await runQuery(services.config.clickhouse, {
      name,
      projectId: c.get("projectId"),
      params: readParams(c.req.queries()),
      // When the client goes away, ClickHouse stops the query.
      signal: c.req.raw.signal,
    });
    if (!answer.ok) return refuse(c, answer.failure);
    const { rows, elapsedMs } = answer.value;
    return c.json({ rows, meta: { query: name, elapsedMs } });
  });
}

const isQuery = (name: string): name is QueryName => Object.hasOwn(queries, name);

/** A parameter that is sent once is text, one that is repeated a list: the query's own schema says which it takes. */
export function readParams({
  project: _,
  ...sent
}: Record<string, string[]>): Record<string, string | string[] | undefined> {
  return Object.fromEntries(
    Object.entries(sent).map(([name, values]) => [name, values.length > 1 ? values : values[0]]),
  );
}

const meta = z.object({ query: z.string(), elapsedMs: z.number().meta({ description: "Time in the database." }) });

function entryOf(name: QueryName): RouteConfig {
  const { summary, params, row } = queries[name];
  return {
    method: "get",
    path: `/v1/query/${name}`,
    summary,
    tags: ["Queries"],
    security: [{ [schemes.readKey]: [] }, ...sessionOnly],
    request: { query: z.object({ ...params.shape, project }) },
    responses: {
      200: json(
        z.object({ rows: z.array(row as z.ZodType), meta }),
        "The rows, camelCase; times are epoch milliseconds.",
      ),
      ...refusals(...queryFailures),
    },
  };
}

export const project = Project.shape.slug
  .optional()
  .meta({ description: "With a session only: the project's slug. A read key names its own project." });

export const queryFailures = [
  "unauthenticated",
  "unknown-key",
  "revoked-key",
  "key-not-allowed",
  "forbidden",
  "invalid-params",
  "key-store-unavailable",
  "database-unavailable",
  "query-failed",
  "query-timeout",
] as const;
