import { timingSafeEqual } from "node:crypto";
import { fail } from "@perigee/schema";
import { answer, answerFailure } from "./answers.ts";
import { formatCounters } from "./counters.ts";
import type { Env } from "./env.ts";

/** Prometheus text for whoever knows METRICS_TOKEN; without that secret there is nothing at this address. */
export function reportMetrics(request: Request, env: Env): Response {
  if (!env.METRICS_TOKEN) return answerFailure(fail("not-found").failure);
  const expected = `Bearer ${env.METRICS_TOKEN}`;
  if (!isSame(request.headers.get("authorization") ?? "", expected)) {
    return answerFailure(fail("unauthenticated", { message: "Send METRICS_TOKEN as Authorization: Bearer." }).failure);
  }
  return answer(formatCounters(), {
    headers: { "content-type": "text/plain; version=0.0.4", "cache-control": "no-store" },
  });
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}
