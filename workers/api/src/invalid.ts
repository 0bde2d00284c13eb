import { type Failure, fail } from "@perigee/schema";
import type { Context } from "hono";
import type { HTTPException } from "hono/http-exception";
import type { ZodError } from "zod";
import { refuse } from "./refusal.ts";

/** The first fault that zod found, as a failure that names the field and the rule. */
function invalidParams(error: ZodError): Failure {
  const [issue] = error.issues;
  const field = issue?.path.join(".");
  const message = issue?.message ?? "";
  return fail("invalid-params", field ? { field, message: `${field}: ${message}.` } : { message }).failure;
}

/** What @hono/zod-openapi calls after it has checked a request against a route's declaration. */
export const refuseInvalid = (checked: { success: true } | { success: false; error: ZodError }, c: Context) =>
  checked.success ? undefined : refuse(c, invalidParams(checked.error));

/** Hono throws this before any schema is asked: a body that is not JSON, or not called so. */
export const badBody = (error: HTTPException): Failure =>
  error.status === 415
    ? fail("unsupported-encoding", { message: "Send the body as JSON, with Content-Type: application/json." }).failure
    : fail("not-json").failure;
