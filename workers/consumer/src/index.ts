import { timingSafeEqual } from "node:crypto";
import { prometheusType } from "@perigee/self-metrics";
import { buryBatch } from "./bury-batch.ts";
import { formatCounters } from "./counters.ts";
import { runJobs } from "./cron/jobs.ts";
import type { Env } from "./env.ts";
import { reportHealth } from "./health.ts";
import { reportIfDue } from "./report.ts";
import { storeBatch } from "./store-batch.ts";

/** Nobody is waiting for this Worker: it takes batches from the queue and writes ClickHouse, what is given up goes to R2, and each minute it sweeps. */
export default {
  async queue(batch, env): Promise<void> {
    await (batch.queue.endsWith("-dlq") ? buryBatch(batch, env) : storeBatch(batch, env));
    reportIfDue(env, Date.now());
  },

  async scheduled({ scheduledTime }, env): Promise<void> {
    await runJobs(env, scheduledTime);
    reportIfDue(env, Date.now());
  },

  async fetch(request, env): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/health") return await reportHealth(env);
    const mayLook = pathname === "/metrics" && holdsToken(request, env.METRICS_TOKEN);
    return mayLook
      ? new Response(formatCounters(), { headers: { "content-type": prometheusType } })
      : new Response(null, { status: 404 });
  },
} satisfies ExportedHandler<Env>;

function holdsToken(request: Request, token: string | undefined): boolean {
  const given = Buffer.from(request.headers.get("authorization") ?? "");
  const expected = Buffer.from(`Bearer ${token}`);
  return token !== undefined && given.byteLength === expected.byteLength && timingSafeEqual(given, expected);
}
