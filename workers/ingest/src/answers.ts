import { type ErrorAnswer, type Failure, type FailureType, failures } from "@perigee/schema";
import { bodyTypes } from "./body-type.ts";

/**
 * Headers of every answer, refusals included, or the page that sent the request could not read why. Any origin may read:
 * answers hold nothing private, requests carry no cookies, and which origins may write is decided by the key.
 */
const everywhere = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "retry-after, x-sentry-rate-limits",
  "cross-origin-resource-policy": "cross-origin",
  // No answer of this Worker is a page.
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000",
  "x-content-type-options": "nosniff",
};

const json = { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" };

/** Seconds after which a client may try again what failed through no fault of its own, where nothing better is known. */
const usualRetryS = 10;

/** What a refusal adds by its type: a 415 says what would be taken (RFC 9110, section 15.5.16). */
const hints: Partial<Record<FailureType, Record<string, string>>> = {
  "unsupported-encoding": { "accept-encoding": "gzip, deflate" },
  "unsupported-media-type": { accept: bodyTypes.join(", ") },
};

type Extra = { status?: number; headers?: Record<string, string> };

export function answer(body: BodyInit | null, { status = 200, headers = {} }: Extra = {}): Response {
  return new Response(body, { status, headers: { ...everywhere, ...headers } });
}

export function answerJson(value: unknown, { status = 200, headers = {} }: Extra = {}): Response {
  return answer(JSON.stringify(value), { status, headers: { ...json, ...headers } });
}

/** The refusal as its row in the list of failures says. */
export function answerFailure(failure: Failure, headers: Record<string, string> = {}): Response {
  const { type, message, field, rejected } = failure;
  const body: ErrorAnswer = { error: { type, message, ...(field && { field }) }, ...(rejected && { rejected }) };
  const head = failureHead(failure);
  return answerJson(body, { ...head, headers: { ...head.headers, ...headers } });
}

/** What a refusal says in whatever format its body has. */
export function failureHead({ type, retryAfterS = usualRetryS }: Failure): {
  status: number;
  headers: Record<string, string>;
} {
  const { status } = failures[type];
  const isTemporary = status === 429 || status === 503;
  return { status, headers: { ...(isTemporary && { "retry-after": String(retryAfterS) }), ...hints[type] } };
}

/** An answer of another product's making, with the headers that all of ours have. */
export function withOurHeaders(response: Response): Response {
  const { body, status } = response;
  return answer(body, { status, headers: Object.fromEntries(response.headers) });
}
