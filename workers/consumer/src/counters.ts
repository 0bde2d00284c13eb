/**
 * What this isolate has done since it started. A message is settled when it needs no further delivery: its rows are stored or
 * it lies among the dead letters.
 */
type Name = "messages_settled_total" | "messages_retried_total" | "messages_dead_total" | "rows_stored_total";

const counts = new Map<Name, number>();

export function count(name: Name, by = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

/** All counters in Prometheus text format. */
export const formatCounters = (): string =>
  Array.from(counts, ([name, value]) => `perigee_consumer_${name} ${value}\n`).join("");
