import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { createOwner, hasOwner } from "@perigee/control-plane";
import { fail } from "@perigee/schema";
import { bearerToken } from "../auth/caller.ts";
import { hashPassword, Password } from "../auth/password.ts";
import { isSameSecret } from "../auth/same-secret.ts";
import { json, refusals, refuse } from "../refusal.ts";
import type { Services } from "../services.ts";
import { schemes } from "./parameters.ts";

const Name = z.string().trim().min(1).max(100);
const NewOwner = z.object({ email: z.email().max(254), password: Password, name: Name, organisation: Name });

export function addSetupRoute(app: OpenAPIHono, { config, stores }: Services): void {
  const route = createRoute({
    method: "post",
    path: "/v1/setup",
    summary: "Make the owner, once",
    description: "Makes the first organisation and its owner, who can then sign in.",
    tags: ["Sign-in"],
    security: [{ [schemes.setupToken]: [] }],
    // Whoever lacks the token must not learn what a body should look like, nor whether there is an owner.
    middleware: async (c, next) =>
      isSameSecret(bearerToken(c.req.raw.headers), config.setupToken)
        ? await next()
        : refuse(
            c,
            fail("unauthenticated", { message: "Send the setup token: Authorization: Bearer ‹SETUP_TOKEN›." }).failure,
          ),
    request: { body: { ...json(NewOwner, "Who owns this Perigee."), required: true } },
    responses: {
      201: json(z.object({ userId: z.string(), organisationId: z.int() }), "The owner was made."),
      ...refusals("unauthenticated", "invalid-params", "conflict"),
    },
  });
  app.openapi(route, async (c) => {
    const { password, ...owner } = c.req.valid("json");
    // Spares the costly hash; the database decides between two callers at once.
    if (await hasOwner(stores)) return refuse(c, alreadyOwned);
    const made = await createOwner(stores, { ...owner, passwordHash: await hashPassword(password) });
    return made.ok ? c.json(made.value, 201) : refuse(c, made.failure);
  });
}

const alreadyOwned = fail("conflict", { message: "The owner was made before. Sign in instead." }).failure;
