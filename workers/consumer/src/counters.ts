import type { IngestTable } from "@perigee/schema";

/**
 * What this isolate has done since it started. A message is settled when it needs no further delivery: its rows are stored or
 * it lies among the dead letters. What the sweep stores came from no queue, so it is counted by itself.
 */
type Name =
  | "messages_settled_total"
  | "messages_retried_total"
  | "messages_dead_total"
  | "messages_swept_total"
  | "rows_stored_total"
  | "rows_already_stored_total"
  | "archive_objects_total";

const counts = new Map<string, number>();

export function count(name: Name, by = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

const rowBounds = [100, 300, 1_000, 3_000, 5_000, 7_000, 10_000, 15_000, 20_000, 30_000, 50_000];
const msBounds = [10, 30, 100, 200, 300, 500, 1_000, 2_000, 5_000, 10_000, 30_000];

/** One INSERT that ClickHouse took. */
export function countInsert(table: IngestTable, { rows, ms }: { rows: number; ms: number }): void {
  observe({ name: "insert_rows", table, bounds: rowBounds }, rows);
  observe({ name: "insert_ms", table, bounds: msBounds }, ms);
}

type Histogram = { name: string; table: IngestTable; bounds: readonly number[] };

function observe({ name, table, bounds }: Histogram, value: number): void {
  const add = (series: string, by: number) => counts.set(series, (counts.get(series) ?? 0) + by);
  for (const bound of bounds) add(`${name}_bucket{table="${table}",le="${bound}"}`, value <= bound ? 1 : 0);
  add(`${name}_bucket{table="${table}",le="+Inf"}`, 1);
  add(`${name}_sum{table="${table}"}`, value);
  add(`${name}_count{table="${table}"}`, 1);
}

/** All counters in Prometheus text format. */
export const formatCounters = (): string =>
  Array.from(counts, ([name, value]) => `perigee_consumer_${name} ${value}\n`).join("");
