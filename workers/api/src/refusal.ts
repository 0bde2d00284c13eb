import { type ErrorAnswer, ErrorAnswerSchema, type Failure, type FailureType, failures } from "@perigee/schema";
import type { Context } from "hono";

/** The statuses of the failure list. */
type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 429 | 500 | 503 | 504;

/** A failure as an answer. */
export const refuse = (c: Context, failure: Failure) => c.json(errorOf(failure), statusOf(failure.type));

export const errorOf = ({ type, message, field }: Failure): ErrorAnswer => ({
  error: { type, message, ...(field !== undefined && { field }) },
});

export const statusOf = (type: FailureType): RefusalStatus => failures[type].status as RefusalStatus;

const content = { "application/json": { schema: ErrorAnswerSchema.meta({ id: "Error" }) } };

type Refusal = { description: string; content: typeof content };

/**
 * The refusals of a route for its OpenAPI entry, by status. Every route may refuse with `internal`.
 * The type names all statuses, since which of them a handler gives depends on the failure it meets.
 */
export function refusals(...types: FailureType[]): Record<RefusalStatus, Refusal> {
  const byStatus = Object.groupBy([...types, "internal" as const], statusOf);
  const entries = Object.entries(byStatus).map(([status, group = []]) => {
    const description = group.map((type) => `\`${type}\`: ${failures[type].message}`).join("\n\n");
    return [status, { description, content }];
  });
  return Object.fromEntries(entries);
}

/** A JSON answer or body for an OpenAPI entry. */
export const json = <Schema>(schema: Schema, description: string) => ({
  description,
  content: { "application/json": { schema } },
});
