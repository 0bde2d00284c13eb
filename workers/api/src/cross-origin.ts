import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";

const maxAge = 3_600;

/**
 * The dashboard's origin may send cookies. Any other page may run queries with a read key of its own and read the
 * OpenAPI document, but never with cookies: `*` forbids browsers to send them.
 */
export function crossOrigin(dashboardOrigins: string[]): MiddlewareHandler {
  const dashboard = cors({ origin: dashboardOrigins, credentials: true, maxAge });
  const anyone = cors({
    origin: "*",
    allowMethods: ["GET", "HEAD"],
    allowHeaders: ["authorization", "x-api-key"],
    maxAge,
  });
  return (c, next) => {
    const origin = c.req.header("origin");
    if (origin !== undefined && dashboardOrigins.includes(origin)) return dashboard(c, next);
    return /^\/(v1\/query\/|openapi\.json$|health$)/.test(c.req.path) ? anyone(c, next) : next();
  };
}
