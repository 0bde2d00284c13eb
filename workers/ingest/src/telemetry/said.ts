import type { Said } from "@perigee/doors";
import type { Rejected } from "@perigee/otlp";

export const nothingSaid: Said = { logs: [], spans: [], metrics: [], batches: [], rejected: { count: 0, message: "" } };

/** Both together, with the reasons of both. */
export function addRejected(first: Rejected, second: Rejected): Rejected {
  const reasons = [first.message, second.message].filter((message) => message !== "");
  return { count: first.count + second.count, message: Array.from(new Set(reasons)).join(" ") };
}
