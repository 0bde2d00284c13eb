import { metricLabel } from "@perigee/schema";
import { answerJson } from "./answers.ts";
import { lastFault } from "./counters.ts";
import { configFaults, type Env } from "./env.ts";
import { queueState } from "./queue-state.ts";

/** A queue is emptied every five seconds; a message that is older than this shows that the consumer does not keep up. */
const maxOldestAgeS = 60;
/** How long a failure of KV, the queue or the like counts as present, seconds. */
const faultS = 60;

/**
 * Whether this Worker can do its work: `misconfigured` (503), `degraded` (200: it takes events, but something that it stands on
 * failed within the last minute, or the queue grows old), `ok`. What one isolate knows; the API's `/health` knows all of them.
 */
export function reportHealth(_request: Request, env: Env): Response {
  const faults = configFaults(env);
  const now = Date.now();
  const secondsSinceFault = Math.round((now - lastFault.at) / 1_000);
  const fault = lastFault.type &&
    secondsSinceFault < faultS && { failure: metricLabel(lastFault.type), secondsSinceFault };
  const queues = Array.from(queueState, ([shard, { backlogMessages, oldestAgeS, saidAt }]) => ({
    shard,
    backlogMessages,
    oldestAgeS,
    secondsSinceSaid: Math.round((now - saidAt) / 1_000),
  }));
  const isLate = queues.some(
    ({ oldestAgeS, secondsSinceSaid }) => oldestAgeS >= maxOldestAgeS && secondsSinceSaid < faultS,
  );
  const degraded = fault || isLate ? "degraded" : "ok";
  const status = faults.length > 0 ? "misconfigured" : degraded;
  const body = { service: "ingest", status, faults, ...(fault && { fault }), queues };
  return answerJson(body, { status: status === "misconfigured" ? 503 : 200 });
}
