import { fail } from "@perigee/schema";
import type { MiddlewareHandler } from "hono";
import { refuse } from "../refusal.ts";

/**
 * Refuses what a foreign page could make a signed-in browser send. Only cookies travel by themselves, so a request that
 * carries its own Authorization needs no origin; browsers send the header Origin with every request that changes something.
 */
export const originGuard =
  (trustedOrigins: string[]): MiddlewareHandler =>
  (c, next) => {
    const { headers, method } = c.req.raw;
    if (["GET", "HEAD", "OPTIONS"].includes(method) || headers.has("authorization")) return next();
    const origin = headers.get("origin");
    if (origin === null && !headers.has("cookie")) return next();
    if (origin !== null && trustedOrigins.includes(origin)) return next();
    const message = "A request with a session cookie must come from the dashboard's own origin (DASHBOARD_URL).";
    return Promise.resolve(refuse(c, fail("origin-not-allowed", { message }).failure));
  };
