import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Config } from "../config.ts";
import { PipelineState, pipelineState } from "../pipeline/state.ts";
import { json } from "../refusal.ts";
import type { Services } from "../services.ts";

const checkMs = 2_000;

const Dependency = z.object({ status: z.enum(["ok", "unavailable"]), elapsedMs: z.int() });
type Dependency = z.infer<typeof Dependency>;

const Health = z.object({
  status: z.enum(["ok", "degraded", "unavailable"]),
  dependencies: z.object({ d1: Dependency, clickhouse: Dependency }),
  pipeline: PipelineState.optional().meta({
    description: "What ingest and consumer told; missing when it cannot be read.",
  }),
});

export function addHealthRoute(app: OpenAPIHono, { config, stores }: Services): void {
  const route = createRoute({
    method: "get",
    path: "/health",
    summary: "Is it up, and what it stands on",
    tags: ["Operation"],
    description:
      "`unavailable`: D1 or ClickHouse is down. `degraded`: a check of the pipeline has reached its `degradedFrom`.",
    responses: { 200: json(Health, "It answers queries."), 503: json(Health, "Something it stands on is down.") },
  });
  app.openapi(route, async (c) => {
    const [d1, clickhouse, pipeline] = await Promise.all([
      check(stores.db.$client.prepare("SELECT 1").run()),
      check(askClickHouse(config.clickhouse)),
      pipelineState(config.clickhouse, AbortSignal.timeout(checkMs)),
    ]);
    const dependencies = { d1, clickhouse };
    if (d1.status !== "ok" || clickhouse.status !== "ok") {
      return c.json({ status: "unavailable", dependencies } as const, 503);
    }
    if (!pipeline.ok) return c.json({ status: "degraded", dependencies } as const, 200);
    return c.json({ status: pipeline.value.status, dependencies, pipeline: pipeline.value }, 200);
  });
}

/** Why a dependency is down belongs in its own logs: this answer is public. */
async function check(answer: Promise<unknown>): Promise<Dependency> {
  const start = Date.now();
  const isUp = await Promise.race([
    answer.then(() => true).catch(() => false),
    scheduler.wait(checkMs).then(() => false),
  ]);
  return { status: isUp ? "ok" : "unavailable", elapsedMs: Date.now() - start };
}

async function askClickHouse({ url, user, password, database }: Config["clickhouse"]): Promise<void> {
  const address = new URL(url);
  address.searchParams.set("query", "SELECT 1");
  const answer = await fetch(address, {
    headers: { "X-ClickHouse-User": user, "X-ClickHouse-Key": password, "X-ClickHouse-Database": database },
    signal: AbortSignal.timeout(checkMs),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`ClickHouse answered with status ${answer.status}.`);
}
