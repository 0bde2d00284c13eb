import { type Failure, fail, failures, type Result } from "@perigee/schema";
import { answer, answerFailure, answerJson } from "./answers.ts";
import { countRefusal } from "./counters.ts";
import { configFaults, type Env } from "./env.ts";
import { reportHealth } from "./health.ts";
import { logFailure } from "./log-failure.ts";
import { requestDuration } from "./measurements.ts";
import { reportMetrics } from "./metrics.ts";
import { receiveBatch } from "./pipeline.ts";
import { reportIfDue } from "./report.ts";
import { scriptPaths, serveLatestScript, servePinnedScript } from "./script-tag.ts";

export { ProjectQuota } from "./project-quota.ts";

type Handler = (request: Request, env: Env, url: URL) => Response | Promise<Response>;

/** Every address of this Worker and its one method; HEAD goes with GET, OPTIONS with both. */
const routes = new Map<string, { method: "GET" | "POST"; handle: Handler }>([
  ["/v1/events", { method: "POST", handle: receiveEvents }],
  ["/health", { method: "GET", handle: reportHealth }],
  ["/metrics", { method: "GET", handle: reportMetrics }],
  [scriptPaths.pinned, { method: "GET", handle: servePinnedScript }],
  [scriptPaths.latest, { method: "GET", handle: serveLatestScript }],
]);

export default {
  async fetch(request, env): Promise<Response> {
    try {
      return await dispatch(request, env);
    } catch (cause) {
      const { failure } = fail("internal");
      countRefusal("dispatch", failure.type);
      logFailure(failure, cause);
      return answerFailure(failure);
    }
  },
} satisfies ExportedHandler<Env>;

async function dispatch(request: Request, env: Env): Promise<Response> {
  const url = new URL(request.url);
  const route = routes.get(withoutPrefix(url.pathname, env.PATH_PREFIX));
  if (!route) return answerFailure(fail("not-found").failure);
  const allow = route.method === "GET" ? "GET, HEAD, OPTIONS" : "POST, OPTIONS";
  if (request.method === "OPTIONS") return answerPreflight(allow);
  const isHead = request.method === "HEAD" && route.method === "GET";
  if (request.method !== route.method && !isHead) {
    return answerFailure(fail("method-not-allowed").failure, { allow });
  }
  const response = await route.handle(request, env, url);
  return isHead ? new Response(null, response) : response;
}

const withoutPrefix = (path: string, prefix: string | undefined): string =>
  prefix && path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;

/** The SDK's own requests need no preflight; those of other clients with headers of their own do. */
const answerPreflight = (allow: string): Response =>
  answer(null, {
    status: 204,
    headers: {
      allow,
      "access-control-allow-methods": allow,
      "access-control-allow-headers": "authorization, content-encoding, content-type, x-api-key",
      "access-control-max-age": "86400",
    },
  });

async function receiveEvents(request: Request, env: Env, url: URL): Promise<Response> {
  const [fault] = configFaults(env);
  if (fault) throw new Error(`ingest is not configured: ${fault}`);
  const startedAt = performance.now();
  const received = await receiveBatch({ request, url, env, receivedAt: Date.now() });
  requestDuration.record((performance.now() - startedAt) / 1_000, { outcome: outcomeOf(received) });
  // Batches alone call for reports: a monitor that asks for /health would otherwise hear of nothing but the report before.
  reportIfDue(env, Date.now());
  return received.ok ? answerJson(received.value, { status: 202 }) : refuse(received.failure);
}

function outcomeOf(received: Result<unknown>): "accepted" | "refused" | "failed" {
  if (received.ok) return "accepted";
  return failures[received.failure.type].status >= 500 ? "failed" : "refused";
}

function refuse(failure: Failure): Response {
  if (failures[failure.type].status >= 500) logFailure(failure);
  return answerFailure(failure);
}
