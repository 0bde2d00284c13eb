/** Exponential backoff with full jitter (Brooker, "Exponential Backoff And Jitter", AWS 2015): agents that failed together come back apart. */
export type Backoff = { initialMs: number; maxMs: number };

/** How long to wait before the next attempt, after so many that failed (from 0). */
export function fullJitter(failed: number, { initialMs, maxMs }: Backoff, random: () => number = Math.random): number {
  return random() * Math.min(maxMs, initialMs * 2 ** Math.min(failed, 30));
}
