import type { Rejected } from "@perigee/otlp";

/** Both together, with the reasons of both. */
export function addRejected(first: Rejected, second: Rejected): Rejected {
  const reasons = [first.message, second.message].filter((message) => message !== "");
  return { count: first.count + second.count, message: Array.from(new Set(reasons)).join(" ") };
}
