import { z } from "@hono/zod-openapi";
import { Project } from "@perigee/schema";

/** Parts that several routes' declarations share. */

export const ProjectPath = z.object({ slug: Project.shape.slug.meta({ description: "The project's slug." }) });

/** Names of the security schemes in the OpenAPI document. */
export const schemes = {
  session: "session",
  sessionToken: "sessionToken",
  readKey: "readKey",
  setupToken: "setupToken",
  metricsToken: "metricsToken",
};

/** Routes for signed-in users: by cookie, or by the session's token in the header Authorization. */
export const sessionOnly = [{ [schemes.session]: [] }, { [schemes.sessionToken]: [] }];
