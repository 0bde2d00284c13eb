import { type IngestTable, timeColumns } from "@perigee/schema";
import { z } from "zod";
import { defineQuery } from "../query.ts";
import { column, join, type Sql, sql, table } from "../sql.ts";

/** Milliseconds since the epoch; 0 where there was none in those days. */
const newest = z.int().min(0);

export const freshness = defineQuery({
  summary:
    "When the newest event of each signal happened, by epoch milliseconds; 0 where there was none in those days.",
  params: z.strictObject({ days: z.coerce.number().int().min(1).max(3_650).default(1) }),
  row: z.object({ events: newest, webVitals: newest, errors: newest, metrics: newest, logs: newest, spans: newest }),
  build: (projectId, { days }) => {
    const newestIn = (signal: IngestTable): Sql => {
      const time = column(signal, timeColumns[signal]);
      return sql`(SELECT toUnixTimestamp64Milli(max(${time})) FROM ${table(signal)}
        WHERE project_id = ${{ UInt32: projectId }} AND ${time} > now64(3) - toIntervalDay(${{ UInt32: days }}))`;
    };
    return sql`
      SELECT
        ${newestIn("events")} AS events,
        ${newestIn("web_vitals")} AS webVitals,
        ${newestIn("errors")} AS errors,
        greatest(${join(metricTables.map(newestIn), sql`, `)}) AS metrics,
        ${newestIn("otel_logs")} AS logs,
        ${newestIn("otel_traces")} AS spans`;
  },
});

const metricTables = [
  "otel_metrics_sum",
  "otel_metrics_gauge",
  "otel_metrics_histogram",
  "otel_metrics_exponential_histogram",
  "otel_metrics_summary",
] as const satisfies IngestTable[];
