import { gunzipSync, gzipSync } from "node:zlib";
import type { IngestTable } from "@perigee/schema";
import { z } from "zod";
import type { Segment } from "./insert-groups.ts";
import { logError } from "./log-error.ts";

/**
 * What tells the rows of a message apart in each table. Data points have nothing of the kind, but those of one time lie in one
 * partition, and a partition's rows of an INSERT are committed together.
 */
export const rowNames = {
  events: "event_id",
  web_vitals: "event_id",
  errors: "event_id",
  otel_logs: "seq",
  otel_traces: "seq",
  otel_metrics_sum: "TimeUnix",
  otel_metrics_gauge: "TimeUnix",
  otel_metrics_histogram: "TimeUnix",
  otel_metrics_exponential_histogram: "TimeUnix",
  otel_metrics_summary: "TimeUnix",
} as const satisfies Record<IngestTable, string>;

/**
 * The rows that have none of these names, as ClickHouse writes them; undefined where there are none. What cannot be read is left as it is:
 * ClickHouse is to judge it, and no other message of the batch suffers.
 */
export function restOf(segment: Segment, names: ReadonlySet<string>): Segment | undefined {
  try {
    const lines = linesOf(segment).filter((line) => !names.has(nameIn(line, segment.table)));
    if (lines.length === 0) return undefined;
    return { ...segment, rows: lines.length, gzip: new Uint8Array(gzipSync(`${lines.join("\n")}\n`)) };
  } catch (cause) {
    // Its message may quote the row.
    const error = cause instanceof Error ? cause.name : typeof cause;
    logError("rows that are stored in part cannot be read", { table: segment.table, error });
    return segment;
  }
}

const linesOf = ({ gzip }: Segment): string[] =>
  gunzipSync(gzip)
    .toString()
    .split("\n")
    .filter((line) => line !== "");

const nameIn = (line: string, table: IngestTable): string => Name.parse(JSON.parse(line)[rowNames[table]]);

/** ClickHouse writes nine digits behind the point, rows have as many as they need. */
const Name = z.union([z.string(), z.int()]).transform((name) => {
  const [whole = "", fraction] = String(name).split(".");
  return fraction === undefined ? whole : `${whole}.${fraction.padEnd(9, "0")}`;
});
