import type { BatchAnswer } from "./wire-batch.ts";

/**
 * The closed list of everything that can go wrong for a caller: type, HTTP status, metric label and default message.
 * A failure type outside this list does not compile; an answer without a row here cannot be made.
 */
export const failures = {
  "missing-key": row(401, "No API key was sent. Pass it as ?key=pk_… or in the header Authorization: Bearer."),
  "unknown-key": row(401, "This API key does not exist. Check it with: pnpm control-plane key list <project>."),
  "revoked-key": row(401, "This API key was revoked. Make a new one with: pnpm control-plane key create <project>."),
  "key-not-allowed": row(403, "This kind of key may not do this."),
  "origin-not-allowed": row(
    403,
    "This origin is not allowed for this key. Add it to the project's origins (PATCH /v1/projects/{slug}).",
  ),
  unauthenticated: row(401, "Sign in first, or send a read key in the header Authorization: Bearer rk_…."),
  forbidden: row(403, "You are not a member of this project."),
  "not-found": row(404, "There is nothing at this address."),
  "method-not-allowed": row(405, "This address does not take that method."),
  conflict: row(409, "This already exists."),
  "body-too-large": row(413, "The body is larger than allowed. Send smaller batches."),
  "unsupported-media-type": row(415, "This content type is not taken. Send JSON as text/plain or application/json."),
  "unsupported-encoding": row(415, "This content encoding is not supported. Send plain, gzip or deflate."),
  "invalid-gzip": row(400, "The body is marked as gzip but could not be decompressed."),
  "invalid-deflate": row(400, "The body is marked as deflate but could not be decompressed."),
  "invalid-snappy": row(400, "The body should be a block of snappy but could not be decompressed."),
  "not-utf8": row(400, "The body is not valid UTF-8."),
  "not-json": row(400, "The body is not JSON."),
  "invalid-batch": row(400, "The batch does not have the required shape."),
  "too-many-events": row(413, "The batch holds more events than allowed. Send smaller batches."),
  "invalid-otlp": row(400, "The body is not a request of the OpenTelemetry protocol for this address."),
  "invalid-event": row(400, "The event does not have the required shape."),
  "event-out-of-time": row(400, "The event's time is too far in the past."),
  "duplicate-event": row(400, "An event with this id stands earlier in the same batch."),
  "invalid-params": row(400, "A parameter of the request is not valid."),
  "rate-limited": row(429, "Too many requests. Try again after the time in Retry-After."),
  "quota-exceeded": row(429, "The project has used up its quota of events. Try again after the time in Retry-After."),
  "queue-unavailable": row(
    503,
    "Neither a queue nor the spool took the batch. Send it again, as it is, after Retry-After.",
  ),
  "not-configured": row(503, "This deployment lacks a setting, which /health names. Send it again after Retry-After."),
  "key-store-unavailable": row(503, "Keys could not be checked. Nothing was stored; send it again after Retry-After."),
  "database-unavailable": row(503, "The database did not answer. Try again in a moment."),
  "query-failed": row(500, "The database refused the query."),
  "object-store-unavailable": row(503, "The object store did not answer. Try again in a moment."),
  "archive-not-configured": row(
    503,
    "This deployment cannot query its archive: give the API ARCHIVE_S3_URL, ARCHIVE_S3_KEY_ID and ARCHIVE_S3_SECRET.",
  ),
  "query-timeout": row(504, "The query took too long. Narrow the time range or the filters."),
  internal: row(500, "Something went wrong on our side. It was counted; try again."),
} as const satisfies Record<string, FailureRow>;

export type FailureType = keyof typeof failures;

type FailureRow = { status: number; message: string };

/**
 * One failure: its row in the list plus what is particular to this case. `field` is a path such as `events.3.url`;
 * `rejected` stands where a whole batch was refused because each of its events was; `retryAfterS` where it is known
 * when the same request would be taken.
 */
export type Failure = {
  type: FailureType;
  message: string;
  field?: string;
  rejected?: BatchAnswer["rejected"];
  retryAfterS?: number;
};

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export const succeed = <T>(value: T): Result<T> => ({ ok: true, value });

/** Makes a failed result. Without `message` the list's own text is used. */
export function fail(
  type: FailureType,
  particulars: Omit<Partial<Failure>, "type"> = {},
): { ok: false; failure: Failure } {
  return { ok: false, failure: { message: failures[type].message, ...particulars, type } };
}

/** The label under which a failure is counted: Prometheus label values in snake case. */
export const metricLabel = (type: FailureType): string => type.replaceAll("-", "_");

function row(status: number, message: string): FailureRow {
  return { status, message };
}
