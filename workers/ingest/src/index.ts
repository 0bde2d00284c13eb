import { type Failure, fail } from "@perigee/schema";
import { answer, answerFailure, answerJson } from "./answers.ts";
import { countRefusal } from "./counters.ts";
import type { Env } from "./env.ts";
import { reportHealth } from "./health.ts";
import { logFailure } from "./log-failure.ts";
import { reportMetrics } from "./metrics.ts";
import { observed } from "./observed.ts";
import { receiveBatch } from "./pipeline.ts";
import { scriptPaths, serveLatestScript, servePinnedScript } from "./script-tag.ts";
import { findAddress } from "./telemetry/addresses.ts";
import { receiveRecords } from "./telemetry/receive.ts";

export { ProjectQuota } from "./project-quota.ts";

type Handler = (request: Request, env: Env, url: URL) => Response | Promise<Response>;
type Route = {
  method: "GET" | "POST";
  handle: Handler;
  /** Says no as this address's clients understand it, where that is not as usual. */
  refuse?: (headers: Headers, failure: Failure) => Response;
};

/** Every address of this Worker and its one method; HEAD goes with GET, OPTIONS with both. */
const routes = new Map<string, Route>([
  ["/v1/events", { method: "POST", handle: receiveEvents }],
  ["/health", { method: "GET", handle: reportHealth }],
  ["/metrics", { method: "GET", handle: reportMetrics }],
  [scriptPaths.pinned, { method: "GET", handle: servePinnedScript }],
  [scriptPaths.latest, { method: "GET", handle: serveLatestScript }],
]);

export default {
  async fetch(request, env): Promise<Response> {
    const url = new URL(request.url);
    const path = withoutPrefix(url.pathname, env.PATH_PREFIX);
    const route = routes.get(path) ?? telemetryRoute(path);
    if (!route) return answerFailure(fail("not-found").failure);
    try {
      return await dispatch(route, { request, env, url });
    } catch (cause) {
      const { failure } = fail("internal");
      countRefusal("dispatch", failure.type);
      logFailure(failure, cause);
      return refuse(route, request, failure);
    }
  },
} satisfies ExportedHandler<Env>;

type Asking = { request: Request; env: Env; url: URL };

async function dispatch(route: Route, { request, env, url }: Asking): Promise<Response> {
  const allow = route.method === "GET" ? "GET, HEAD, OPTIONS" : "POST, OPTIONS";
  if (request.method === "OPTIONS") return answerPreflight(allow);
  const isHead = request.method === "HEAD" && route.method === "GET";
  if (request.method !== route.method && !isHead) {
    const response = refuse(route, request, fail("method-not-allowed").failure);
    response.headers.set("allow", allow);
    return response;
  }
  const response = await route.handle(request, env, url);
  return isHead ? new Response(null, response) : response;
}

const refuse = (route: Route, { headers }: Request, failure: Failure): Response =>
  route.refuse ? route.refuse(headers, failure) : answerFailure(failure);

const withoutPrefix = (path: string, prefix: string | undefined): string =>
  prefix && path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;

/**
 * What clients in browsers send beside the headers that need no leave: OpenTelemetry's exporters and the trace context that instrumented
 * `fetch` adds, Faro, Sentry.
 */
const allowedHeaders = [
  "authorization",
  "content-encoding",
  "content-type",
  "x-api-key",
  "traceparent",
  "tracestate",
  "baggage",
  "x-faro-session-id",
  "x-sentry-auth",
  "sentry-trace",
].join(", ");

/** The SDK's own requests need no preflight; those of other clients with headers of their own do. */
const answerPreflight = (allow: string): Response =>
  answer(null, {
    status: 204,
    headers: {
      allow,
      "access-control-allow-methods": allow,
      "access-control-allow-headers": allowedHeaders,
      "access-control-max-age": "86400",
    },
  });

async function receiveEvents(request: Request, env: Env, url: URL): Promise<Response> {
  const received = await observed(env, () => receiveBatch({ request, url, env, receivedAt: Date.now() }));
  return received.ok ? answerJson(received.value, { status: 202 }) : answerFailure(received.failure);
}

/** Of the protocols that bring logs, spans and metrics: looked for last, so that no address of ours waits for them. */
function telemetryRoute(path: string): Route | undefined {
  const found = findAddress(path);
  return (
    found && {
      method: "POST",
      handle: (request, env, url) => receiveRecords(found, { request, env, url }),
      refuse: found.protocol.refuse,
    }
  );
}
