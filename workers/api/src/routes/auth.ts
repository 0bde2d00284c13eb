import { type OpenAPIHono, type RouteConfig, z } from "@hono/zod-openapi";
import { type Failure, type FailureType, fail } from "@perigee/schema";
import { authPath } from "../auth/better-auth.ts";
import { Password } from "../auth/password.ts";
import { errorOf, json, refusals, statusOf } from "../refusal.ts";
import type { Services } from "../services.ts";
import { sessionOnly } from "./parameters.ts";

const User = z.object({ id: z.string(), email: z.email(), name: z.string() }).meta({ id: "User" });
const Session = z.object({ session: z.object({ expiresAt: z.iso.datetime() }), user: User });

/** Those of better-auth's addresses that we open; it has many more, and what is not here answers `not-found`. */
const routes = [
  {
    method: "post",
    path: `${authPath}/sign-in/email`,
    summary: "Sign in",
    description:
      "Sets the session cookie. Clients without cookies take the header `set-auth-token` and send it as `Authorization: Bearer`.",
    request: { body: json(z.object({ email: z.email(), password: z.string() }), "E-mail address and password.") },
    responses: {
      200: json(z.object({ user: User }), "Signed in."),
      ...refusals("invalid-params", "unauthenticated", "origin-not-allowed", "rate-limited"),
    },
  },
  {
    method: "post",
    path: `${authPath}/sign-out`,
    summary: "Sign out",
    description: "Ends the session and removes its cookie.",
    security: sessionOnly,
    responses: { 200: json(z.object({ success: z.boolean() }), "Signed out."), ...refusals("origin-not-allowed") },
  },
  {
    method: "get",
    path: `${authPath}/get-session`,
    summary: "Who is signed in",
    security: sessionOnly,
    responses: { 200: json(Session.nullable(), "The session, or null."), ...refusals() },
  },
  {
    method: "post",
    path: `${authPath}/change-password`,
    summary: "Change your password",
    security: sessionOnly,
    request: {
      body: json(
        z.object({ currentPassword: z.string(), newPassword: Password, revokeOtherSessions: z.boolean().optional() }),
        "The password as it is and as it shall be.",
      ),
    },
    responses: {
      200: json(z.object({ user: User }), "Changed."),
      ...refusals("invalid-params", "unauthenticated", "origin-not-allowed", "rate-limited"),
    },
  },
] as const satisfies RouteConfig[];

export function addAuthRoutes(app: OpenAPIHono, { auth }: Services): void {
  for (const route of routes) {
    app.openAPIRegistry.registerPath({ ...route, tags: ["Sign-in"] });
    app.on(route.method, route.path, async (c) => {
      const answer = await asOurs(await auth.handler(c.req.raw));
      // Only for clients without cookies: a page's script shall not get hold of what the cookie hides from it.
      if (route.method === "get" || c.req.header("origin") !== undefined) answer.headers.delete("set-auth-token");
      return answer;
    });
  }
}

const BetterAuthError = z.object({ message: z.string().optional(), code: z.string().optional() }).catch({});

/** Gives better-auth's refusals our shape, beside the `message` and `code` that its own client reads. */
async function asOurs(answer: Response): Promise<Response> {
  if (answer.ok) return new Response(answer.body, answer);
  const theirs = BetterAuthError.parse(await answer.json().catch(() => ({})));
  const failure = failureOf(answer.status, theirs.message);
  const headers = new Headers(answer.headers);
  headers.delete("content-length");
  const retryAfter = headers.get("x-retry-after");
  if (retryAfter) headers.set("retry-after", retryAfter);
  return Response.json({ ...theirs, ...errorOf(failure) }, { status: statusOf(failure.type), headers });
}

const typeOfStatus: Partial<Record<number, FailureType>> = {
  400: "invalid-params",
  401: "unauthenticated",
  403: "origin-not-allowed",
  415: "invalid-params",
  422: "invalid-params",
  429: "rate-limited",
};

function failureOf(status: number, message: string | undefined): Failure {
  const type = typeOfStatus[status];
  if (!type || type === "rate-limited") return fail(type ?? "internal").failure;
  return fail(type, message === undefined ? {} : { message }).failure;
}
