import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { fail } from "@perigee/schema";
import { formatFamilies, prometheusType } from "@perigee/self-metrics";
import { bearerToken } from "../auth/caller.ts";
import { isSameSecret } from "../auth/same-secret.ts";
import { newestEventAges } from "../pipeline/freshness.ts";
import { pipelineMetrics } from "../pipeline/metrics.ts";
import { refusals, refuse } from "../refusal.ts";
import type { Services } from "../services.ts";
import { schemes } from "./parameters.ts";

export function addMetricsRoute(app: OpenAPIHono, { config }: Services): void {
  const route = createRoute({
    method: "get",
    path: "/metrics",
    summary: "How the pipeline does, for Prometheus",
    description:
      "What all isolates of ingest and consumer counted within the last five minutes and the last hour (label `window`), " +
      "and how old the newest event of each project and signal is. Ingest and consumer tell of one isolate at their own `/metrics`.",
    tags: ["Operation"],
    security: [{ [schemes.metricsToken]: [] }],
    middleware: async (c, next) => {
      if (config.metricsToken === undefined) return refuse(c, fail("not-found").failure);
      return isSameSecret(bearerToken(c.req.raw.headers), config.metricsToken)
        ? await next()
        : refuse(c, fail("unauthenticated", { message: "Send METRICS_TOKEN as Authorization: Bearer." }).failure);
    },
    responses: {
      200: { description: "Prometheus text.", content: { "text/plain": { schema: z.string() } } },
      ...refusals("unauthenticated", "not-found", "database-unavailable", "query-failed", "query-timeout"),
    },
  });
  app.openapi(route, async (c) => {
    const [pipeline, ages] = await Promise.all([
      pipelineMetrics(config.clickhouse),
      newestEventAges(config.clickhouse),
    ]);
    if (!pipeline.ok) return refuse(c, pipeline.failure);
    if (!ages.ok) return refuse(c, ages.failure);
    return c.text(formatFamilies([...pipeline.value, ages.value]), 200, { "Content-Type": prometheusType });
  });
}
