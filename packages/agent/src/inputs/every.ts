import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

/** Acts at once and then in each interval until the signal. One that takes longer than its interval misses turns rather than hurry after them. */
export async function every(intervalMs: number, signal: AbortSignal, act: () => Promise<void>): Promise<void> {
  let next = performance.now();
  while (!signal.aborted) {
    await act();
    const now = performance.now();
    next += intervalMs * Math.max(1, Math.ceil((now - next) / intervalMs));
    await sleep(next - now, undefined, { signal }).catch((cause: unknown) => {
      // The only thing that ends the pause early is the signal, for which the loop looks itself.
      if (!signal.aborted) throw cause;
    });
  }
}

/** Nanoseconds since the epoch, as exact as the system's clock in JavaScript is: milliseconds. */
export const nowNanos = (): bigint => BigInt(Date.now()) * 1_000_000n;
