import { OpenAPIHono } from "@hono/zod-openapi";
import { fail } from "@perigee/schema";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { methodNotAllowed } from "hono/method-not-allowed";
import { secureHeaders } from "hono/secure-headers";
import { originGuard } from "./auth/origin-guard.ts";
import { crossOrigin } from "./cross-origin.ts";
import { badBody, refuseInvalid } from "./invalid.ts";
import { logFault } from "./log-fault.ts";
import { refuse } from "./refusal.ts";
import { addArchiveRoutes } from "./routes/archive.ts";
import { addAuthRoutes } from "./routes/auth.ts";
import { addColdQueryRoutes } from "./routes/cold-query.ts";
import { addDeadLetterRoutes } from "./routes/dead-letters.ts";
import { addHealthRoute } from "./routes/health.ts";
import { addKeyRoutes } from "./routes/keys.ts";
import { addLogPipelineRoutes } from "./routes/log-pipelines.ts";
import { addMetricsRoute } from "./routes/metrics.ts";
import { addOpenApiRoute } from "./routes/openapi.ts";
import { addPipelineRoute } from "./routes/pipeline.ts";
import { addProjectRoutes } from "./routes/projects.ts";
import { addQueryRoutes } from "./routes/query.ts";
import { addServiceRoutes } from "./routes/services.ts";
import { addSetupRoute } from "./routes/setup.ts";
import type { Services } from "./services.ts";

const maxBodyBytes = 100_000;

export type Api = ReturnType<typeof createApi>;

/** The whole API: what every request passes through, then one file of routes a resource. */
export function createApi(services: Services) {
  const app = new OpenAPIHono({ defaultHook: refuseInvalid });
  const { dashboardOrigins } = services.config;

  app.use(secureHeaders({ contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } }));
  app.use(crossOrigin(dashboardOrigins));
  app.use(neverStored);
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        c.header("Allow", methods.join(", "));
        return refuse(c, fail("method-not-allowed").failure);
      },
    }),
  );
  app.use(originGuard(dashboardOrigins));
  app.use(bodyLimit({ maxSize: maxBodyBytes, onError: (c) => refuse(c, fail("body-too-large").failure) }));

  addHealthRoute(app, services);
  addMetricsRoute(app, services);
  addOpenApiRoute(app);
  addSetupRoute(app, services);
  addAuthRoutes(app, services);
  addProjectRoutes(app, services);
  addKeyRoutes(app, services);
  addServiceRoutes(app, services);
  addPipelineRoute(app, services);
  addLogPipelineRoutes(app, services);
  addDeadLetterRoutes(app, services);
  addArchiveRoutes(app, services);
  addColdQueryRoutes(app, services);
  addQueryRoutes(app, services);

  app.notFound((c) => refuse(c, fail("not-found").failure));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return refuse(c, badBody(error));
    logFault(error);
    return refuse(c, fail("internal").failure);
  });
  return app;
}

/** Answers hold what only their asker may see, or what is true only now. */
const neverStored: MiddlewareHandler = async (c, next) => {
  await next();
  c.res.headers.set("Cache-Control", "private, no-store");
};
