import { timingSafeEqual } from "node:crypto";
import { buryBatch } from "./bury-batch.ts";
import { formatCounters } from "./counters.ts";
import { runJobs } from "./cron/jobs.ts";
import type { Env } from "./env.ts";
import { storeBatch } from "./store-batch.ts";

/** Nobody is waiting for this Worker: it takes batches from the queue and writes ClickHouse, what is given up goes to R2, and each minute it sweeps. */
export default {
  async queue(batch, env): Promise<void> {
    await (batch.queue.endsWith("-dlq") ? buryBatch(batch, env) : storeBatch(batch, env));
  },

  async scheduled({ scheduledTime }, env): Promise<void> {
    await runJobs(env, scheduledTime);
  },

  fetch(request, env): Response {
    const { pathname } = new URL(request.url);
    if (pathname === "/health") return Response.json({ service: "consumer", status: "ok" });
    const mayLook = pathname === "/metrics" && holdsToken(request, env.METRICS_TOKEN);
    return mayLook ? new Response(formatCounters()) : new Response(null, { status: 404 });
  },
} satisfies ExportedHandler<Env>;

function holdsToken(request: Request, token: string | undefined): boolean {
  const given = Buffer.from(request.headers.get("authorization") ?? "");
  const expected = Buffer.from(`Bearer ${token}`);
  return token !== undefined && given.byteLength === expected.byteLength && timingSafeEqual(given, expected);
}
