import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { ProposedLogPipelines } from "@perigee/control-plane";
import { memberWho } from "../auth/guards.ts";
import { TriedLine, tryLines } from "../log-pipelines/try-lines.ts";
import { json, refusals } from "../refusal.ts";
import type { Services } from "../services.ts";
import { ProjectPath, sessionOnly } from "./parameters.ts";

const Trial = z.object({
  pipelines: ProposedLogPipelines.optional().meta({ description: "Those of the project where left out." }),
  lines: z.array(z.string().max(32_000)).min(1).max(100).meta({ description: "Each becomes the body of one record." }),
  service: z.string().min(1).max(200).default("test").meta({ description: "`service.name` of the resource." }),
  attributes: z
    .record(z.string().max(128), z.union([z.string().max(1_000), z.number(), z.boolean()]))
    .default({})
    .meta({ description: "Attributes that each record comes with." }),
});

export function addLogPipelineRoutes(app: OpenAPIHono, services: Services): void {
  const route = createRoute({
    method: "post",
    path: "/v1/projects/{slug}/log-pipelines/test",
    summary: "See what log pipelines make of lines",
    description: "Nothing is stored. Redaction, which comes after the pipelines, is not applied.",
    tags: ["Logs"],
    security: sessionOnly,
    middleware: memberWho(services, "log-pipeline.test"),
    request: { params: ProjectPath, body: { ...json(Trial, "The lines, and pipelines to try."), required: true } },
    responses: {
      200: json(z.object({ results: z.array(TriedLine) }), "One result a line."),
      ...refusals("unauthenticated", "key-not-allowed", "forbidden", "invalid-params", "body-too-large"),
    },
  });
  app.openapi(route, (c) => {
    const { pipelines = c.get("project").settings.logs.pipelines, ...trial } = c.req.valid("json");
    return c.json({ results: tryLines(pipelines, { ...trial, nowMs: Date.now() }) }, 200);
  });
}
