import type { Rejected } from "@perigee/otlp";
import type { Said } from "./door.ts";

export const nothingSaid = (): Said => ({ logs: [], spans: [], metrics: [], batches: [], rejected: noneRejected() });

export const noneRejected = (): Rejected => ({ count: 0, message: "" });

/** Counts `count` records as not taken; the reason of the first ones is kept. */
export function reject(rejected: Rejected, message: string, count = 1): void {
  if (rejected.count === 0) rejected.message = message;
  rejected.count += count;
}

/** `faults` has one entry for each record that could not be read; `notKept` names what was understood and is of no use here. */
export function rejectedOf(faults: readonly string[], notKept: readonly string[] = []): Rejected {
  const ignored = notKept.length > 0 ? `not kept: ${countNames(notKept)}` : "";
  return { count: faults.length, message: [faults[0], ignored].filter(Boolean).join("; ") };
}

/** Names come from the client, so they are cut and few are said. */
function countNames(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const said = Array.from(counts, ([name, count]) => `${count} ${name.slice(0, 40)}`);
  return said.slice(0, 10).join(", ");
}
