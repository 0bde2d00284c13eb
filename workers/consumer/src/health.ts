import { select, sql } from "@perigee/clickhouse";
import { spoolState } from "./cron/measure-buckets.ts";
import { type Env, readConfig } from "./env.ts";
import { lastInsert } from "./measured-insert.ts";
import { queueState } from "./queue-state.ts";

/** A queue is emptied every five seconds and the spool every minute: what is older shows that this Worker does not keep up. */
const lateS = { queue: 60, spool: 600 };
const checkMs = 2_000;
/** What a queue or the cron said before this time is not true any more, seconds. */
const staleS = 180;

/**
 * `misconfigured` or `unavailable` (503): nothing can be stored. `degraded` (200): rows are stored, but the queue or the spool
 * grows old. `ok`. Ages in seconds; what one isolate knows, the API's `/health` knows all of them.
 */
export async function reportHealth(env: Env): Promise<Response> {
  const now = Date.now();
  const since = (at: number): number => Math.round((now - at) / 1_000);
  const queues = Array.from(queueState, ([queue, { saidAt, ...state }]) => ({
    queue,
    ...state,
    secondsSinceSaid: since(saidAt),
  }));
  const { at, ...spooled } = spoolState;
  const spool = at > 0 && { ...spooled, secondsSinceSaid: since(at) };
  const isLate =
    queues.some((queue) => queue.oldestAgeS >= lateS.queue && queue.secondsSinceSaid < staleS) ||
    (spool && spool.oldestAgeS >= lateS.spool && spool.secondsSinceSaid < staleS);
  const clickhouse = await askClickHouse(env);
  const status = clickhouse === "ok" && isLate ? "degraded" : clickhouse;
  const body = {
    service: "consumer",
    status,
    ...(lastInsert.at > 0 && { secondsSinceInsert: since(lastInsert.at) }),
    queues,
    ...(spool && { spool }),
  };
  return Response.json(body, { status: clickhouse === "ok" ? 200 : 503 });
}

async function askClickHouse(env: Env): Promise<"ok" | "misconfigured" | "unavailable"> {
  try {
    const answer = await select(readConfig(env).connection, sql`SELECT 1`, AbortSignal.timeout(checkMs));
    return answer.ok ? "ok" : "unavailable";
  } catch {
    // Which secret is wrong stands in the log of every batch; this address may be public.
    return "misconfigured";
  }
}
