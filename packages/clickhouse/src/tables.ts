import { rowSchemas } from "@perigee/schema";

/** Every table that SQL of ours may name, with its columns in the table's order. A test compares them with the migrated database. */
export const tables = {
  events: columnsOf(rowSchemas.events.shape),
  web_vitals: columnsOf(rowSchemas.web_vitals.shape),
  errors: columnsOf(rowSchemas.errors.shape),
  otel_metrics_sum: columnsOf(rowSchemas.otel_metrics_sum.shape),
  otel_metrics_gauge: columnsOf(rowSchemas.otel_metrics_gauge.shape),
  otel_metrics_histogram: columnsOf(rowSchemas.otel_metrics_histogram.shape),
  otel_metrics_exponential_histogram: columnsOf(rowSchemas.otel_metrics_exponential_histogram.shape),
  otel_metrics_summary: columnsOf(rowSchemas.otel_metrics_summary.shape),
  otel_logs: columnsOf(rowSchemas.otel_logs.shape),
  otel_traces: columnsOf(rowSchemas.otel_traces.shape),
  sessions: [
    "project_id",
    "retention_days",
    "started_at",
    "session_id",
    "visitor_id",
    "user_id",
    "first_event_at",
    "last_event_at",
    "events",
    "pageviews",
    "entry_path",
    "exit_path",
    "host",
    "referrer_host",
    "channel",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "country",
    "region",
    "city",
    "browser",
    "os",
    "device",
    "release",
    "environment",
    "weight",
  ],
  services: ["project_id", "day", "service", "environment", "signal", "first_seen", "last_seen"],
} as const;

export type TableName = keyof typeof tables;
export type ColumnName<T extends TableName> = (typeof tables)[T][number];

function columnsOf<Shape extends object>(shape: Shape): readonly (keyof Shape & string)[] {
  return Object.keys(shape) as (keyof Shape & string)[];
}
