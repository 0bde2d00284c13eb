import { fail, failures, type Result } from "@perigee/schema";
import { countRefusal } from "./counters.ts";
import { configFaults, type Env } from "./env.ts";
import { logFailure } from "./log-failure.ts";
import { requestDuration } from "./measurements.ts";
import { reportIfDue } from "./report.ts";

/** Runs a pipeline over one request, and times, logs and reports what comes of it. */
export async function observed<T>(env: Env, receive: () => Promise<Result<T>>): Promise<Result<T>> {
  const [fault] = configFaults(env);
  if (fault) return refuseAll(fault);
  const startedAt = performance.now();
  const received = await receive();
  requestDuration.record((performance.now() - startedAt) / 1_000, { outcome: outcomeOf(received) });
  // Requests with telemetry alone call for reports: a monitor that asks for /health would otherwise hear of nothing but the report before.
  reportIfDue(env, Date.now());
  if (!received.ok && isOurs(received)) logFailure(received.failure);
  return received;
}

/** Temporary, so that clients keep what they have until somebody mends it. */
function refuseAll(fault: string): Result<never> {
  const refused = fail("not-configured");
  countRefusal("configure", refused.failure.type);
  logFailure(refused.failure, fault);
  return refused;
}

function outcomeOf(received: Result<unknown>): "accepted" | "refused" | "failed" {
  if (received.ok) return "accepted";
  return isOurs(received) ? "failed" : "refused";
}

const isOurs = ({ failure }: Extract<Result<unknown>, { ok: false }>): boolean => failures[failure.type].status >= 500;
