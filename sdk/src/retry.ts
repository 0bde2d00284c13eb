/** Attempts of one batch before it is given up: some two minutes without a `Retry-After`. */
export const MAX_FAILURES = 7;

const LONGEST_PAUSE_MS = 60_000;

/** No answer, a timeout, too many requests, or a server's own fault: the same batch may well be taken later. */
export const isTemporary = (status: number | undefined): boolean =>
  !status || status === 408 || status === 429 || status >= 500;

/**
 * Milliseconds to wait after the n-th failure (from 1). Half of the pause is random, so that pages which failed together do not come back
 * together; a server's `Retry-After` in seconds is the least there is.
 */
export function retryDelayMs(failures: number, retryAfter: string | null | undefined): number {
  const half = Math.min(LONGEST_PAUSE_MS / 2, 250 * 2 ** failures);
  return Math.max(half, Number(retryAfter) * 1_000 || 0) + half * Math.random();
}
