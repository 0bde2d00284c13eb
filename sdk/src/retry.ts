/** Attempts of one batch before it is given up: some two minutes without a `Retry-After`. */
export const MAX_FAILURES = 7;

/** No answer, a timeout, too many requests, or a server's own fault: the same batch may well be taken later. */
export const isTemporary = (status: number | undefined): boolean => /^[^1-4]|408|429/.test(`${status}`);

/**
 * Milliseconds to wait after the n-th failure (from 1): what the server asks for in seconds, else 0.5 s that double up to 32 s. As much again
 * is random, so that pages which failed together do not come back together.
 */
export const retryDelayMs = (failures: number, retryAfter: string | null | undefined): number =>
  (Number(retryAfter) * 1_000 || 250 * 2 ** failures) * (1 + Math.random());
