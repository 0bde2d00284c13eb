import type { Rejected } from "@perigee/otlp";

export const noneRejected = (): Rejected => ({ count: 0, message: "" });

/** Counts `count` records as not taken; the reason of the first ones is kept. */
export function reject(rejected: Rejected, message: string, count = 1): void {
  if (rejected.count === 0) rejected.message = message;
  rejected.count += count;
}
