import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { type ColdQueryName, coldQueries, runColdQuery } from "@perigee/clickhouse";
import { fail } from "@perigee/schema";
import { reader } from "../auth/guards.ts";
import { json, refusals, refuse } from "../refusal.ts";
import type { Services } from "../services.ts";
import { schemes, sessionOnly } from "./parameters.ts";
import { project, queryFailures, readParams } from "./query.ts";

const meta = z.object({
  query: z.string(),
  cold: z.literal(true).meta({ description: "Read from the archive's files, not from the database." }),
  elapsedMs: z.number(),
  rowsRead: z.number(),
  bytesRead: z.number(),
});

/** Queries over the archive's files have addresses like the others, and an answer that says that they are slow and cost reads. */
export function addColdQueryRoutes(app: OpenAPIHono, services: Services): void {
  const { clickhouse, archive } = services.config;
  for (const name of Object.keys(coldQueries) as ColdQueryName[]) {
    const { summary, params, row } = coldQueries[name];
    app.openAPIRegistry.registerPath({
      method: "get",
      path: `/v1/query/${name}`,
      summary,
      tags: ["Archive"],
      security: [{ [schemes.readKey]: [] }, ...sessionOnly],
      request: { query: z.object({ ...params.shape, project }) },
      responses: {
        200: json(z.object({ rows: z.array(row as z.ZodType), meta }), "The rows; times are epoch milliseconds."),
        ...refusals(...queryFailures, "archive-not-configured"),
      },
    });
    app.get(`/v1/query/${name}`, reader(services), async (c) => {
      if (!archive) return refuse(c, fail("archive-not-configured").failure);
      const answer = await runColdQuery(clickhouse, archive, {
        name,
        projectId: c.get("projectId"),
        params: readParams(c.req.queries()),
        signal: c.req.raw.signal,
      });
      if (!answer.ok) return refuse(c, answer.failure);
      const { rows, ...cost } = answer.value;
      return c.json({ rows, meta: { query: name, cold: true, ...cost } });
    });
  }
}
