import { fail } from "@perigee/schema";
import { prometheusType } from "@perigee/self-metrics";
import { answer, answerFailure } from "./answers.ts";
import { formatCounters } from "./counters.ts";
import type { Env } from "./env.ts";
import { isSameSecret } from "./same-secret.ts";

/** Prometheus text for whoever knows METRICS_TOKEN; without that secret there is nothing at this address. */
export function reportMetrics(request: Request, env: Env): Response {
  if (!env.METRICS_TOKEN) return answerFailure(fail("not-found").failure);
  const expected = `Bearer ${env.METRICS_TOKEN}`;
  if (!isSameSecret(request.headers.get("authorization") ?? "", expected)) {
    return answerFailure(fail("unauthenticated", { message: "Send METRICS_TOKEN as Authorization: Bearer." }).failure);
  }
  return answer(formatCounters(), {
    headers: { "content-type": prometheusType, "cache-control": "no-store" },
  });
}
