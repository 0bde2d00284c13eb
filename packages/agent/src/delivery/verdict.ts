import type { Answer } from "./post.ts";

/**
 * What an answer means for the batch (OTLP specification 1.10, section "OTLP/HTTP Response"). `blocked` is what only a person can
 * mend, such as a wrong key: the batch is kept and tried now and then. `delivered` may say that some records were not taken.
 */
export type Verdict =
  | { kind: "delivered"; rejected: number; message: string }
  | { kind: "retry"; afterMs: number | undefined; message: string }
  | { kind: "blocked"; message: string }
  | { kind: "refused"; message: string }
  | { kind: "too-large"; message: string };

const hints: Record<number, string> = {
  401: "the key is not known: check `key`, `keyFile` or PERIGEE_KEY",
  403: "this key may not send here: use a secret key (sk_…)",
  404: "there is no OTLP at this address: check `endpoint`, without /v1/logs",
  405: "there is no OTLP at this address: check `endpoint`, without /v1/logs",
  407: "a proxy wants a password",
};

export function judge(answer: Answer, now: number): Verdict {
  const { status } = answer;
  const message = `${status} ${excerpt(answer.text)}`.trim();
  if (status >= 200 && status < 300) return { kind: "delivered", ...partialSuccess(answer.text) };
  if (status >= 300 && status < 400)
    return { kind: "blocked", message: `${status}: the endpoint has moved to ${answer.location ?? "nowhere"}` };
  const hint = hints[status];
  if (hint) return { kind: "blocked", message: `${message} (${hint})` };
  if (status === 413) return { kind: "too-large", message };
  if (status === 408 || status === 429 || status >= 500)
    return { kind: "retry", afterMs: retryAfterMs(answer.retryAfter, now), message };
  return { kind: "refused", message };
}

/** Seconds or a date (RFC 9110, section 10.2.3). Nobody may have us wait for more than an hour. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), 3_600_000);
}

function partialSuccess(text: string): { rejected: number; message: string } {
  try {
    const { partialSuccess: said } = JSON.parse(text);
    const rejected = Number(said?.rejectedLogRecords ?? said?.rejectedSpans ?? said?.rejectedDataPoints ?? 0);
    return { rejected: Number.isFinite(rejected) ? rejected : 0, message: excerpt(String(said?.errorMessage ?? "")) };
  } catch {
    // An answer without a body, or of something in between: the status says all that matters.
    return { rejected: 0, message: "" };
  }
}

const excerpt = (text: string): string => text.replace(/\s+/g, " ").slice(0, 300);
