import type { OpenAPIHono } from "@hono/zod-openapi";
import { authPath } from "../auth/better-auth.ts";
import { schemes } from "./parameters.ts";

const info = {
  title: "Perigee API",
  version: "1",
  description:
    "Queries take a read key (`Authorization: Bearer rk_…`), which names its project, or a session with `?project=`. " +
    "All other routes take a session. Every refusal is `{ error: { type, message, field? } }` with a type of one closed list.",
};

export function addOpenApiRoute(app: OpenAPIHono): void {
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/openapi.json",
    summary: "This document",
    tags: ["Operation"],
    responses: {
      200: { description: "OpenAPI 3.1.", content: { "application/json": { schema: { type: "object" } } } },
    },
  });
  const { registerComponent } = app.openAPIRegistry;
  const addScheme = registerComponent.bind(app.openAPIRegistry, "securitySchemes");
  addScheme(schemes.readKey, { type: "http", scheme: "bearer", description: "A read key: `rk_…`." });
  addScheme(schemes.session, {
    type: "apiKey",
    in: "cookie",
    name: "perigee.session_token",
    description: "Set by signing in; `__Secure-perigee.session_token` over https.",
  });
  addScheme(schemes.sessionToken, {
    type: "http",
    scheme: "bearer",
    description: `The header \`set-auth-token\` of \`POST ${authPath}/sign-in/email\`.`,
  });
  addScheme(schemes.setupToken, { type: "http", scheme: "bearer", description: "SETUP_TOKEN of the deployment." });
  addScheme(schemes.metricsToken, { type: "http", scheme: "bearer", description: "METRICS_TOKEN of the deployment." });

  app.get("/openapi.json", (c) => c.json(app.getOpenAPI31Document({ openapi: "3.1.0", info })));
}
