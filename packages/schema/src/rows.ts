import { z } from "zod";
import {
  MetricExponentialHistogramRow,
  MetricGaugeRow,
  MetricHistogramRow,
  MetricSummaryRow,
  MetricSumRow,
} from "./metric-rows.ts";
import { LogRow, SpanRow } from "./otel-rows.ts";
import { dateTime64, flag, int32, stringMap, uint8, uint16, uint32, uint64 } from "./row-columns.ts";

/**
 * Rows as they go to ClickHouse in JSONEachRow, one schema a table, keys = column names in the table's order; metrics, logs
 * and spans stand in metric-rows.ts and otel-rows.ts.
 * `packages/clickhouse` has a test that compares each of these with the migrated table.
 */

/** How many events the row stands for. */
const weight = z.number().min(1);

/** What the edge knows about a row beside its content. */
const edge = {
  as_organisation: z.string(),
  bot: flag,
  /** How far the client's clock was ahead of the edge's. */
  clock_skew_ms: int32,
  clamped: flag,
  /** How often a redaction rule found something, by `rule:field`. */
  redacted: z.record(z.string(), uint16),
};

const head = {
  project_id: uint32,
  retention_days: uint16,
  ts: dateTime64,
  received_at: dateTime64,
  event_id: z.uuid(),
  /** Id of the queue message that carried the row: tells on redelivery whether it was written before. */
  message_id: z.uuid(),
};

export const EventRow = z.object({
  ...head,
  event: z.string(),
  session_id: z.uuid(),
  visitor_id: uint64,
  user_id: z.string(),
  seq: uint32,
  host: z.string(),
  path: z.string(),
  route: z.string(),
  referrer_host: z.string(),
  channel: z.string(),
  utm_source: z.string(),
  utm_medium: z.string(),
  utm_campaign: z.string(),
  country: z.string(),
  region: z.string(),
  city: z.string(),
  browser: z.string(),
  browser_version: z.string(),
  os: z.string(),
  device: z.string(),
  language: z.string(),
  viewport_w: uint16,
  release: z.string(),
  environment: z.string(),
  service: z.string(),
  trace_id: z.string(),
  duration_ms: uint32,
  value: z.number(),
  props: stringMap,
  target: z.string(),
  status: uint16,
  span_id: z.string(),
  scroll_depth: uint8,
  weight,
  ...edge,
  /** How many visits the row's one stands for; 0 where the visit was not kept and this row alone was. */
  session_weight: z.number().min(0),
});
export type EventRow = z.infer<typeof EventRow>;

export const WebVitalRow = z.object({
  ...head,
  metric: z.string(),
  value: z.number(),
  rating: z.string(),
  session_id: z.uuid(),
  visitor_id: uint64,
  host: z.string(),
  route: z.string(),
  path: z.string(),
  device: z.string(),
  country: z.string(),
  browser: z.string(),
  navigation_type: z.string(),
  release: z.string(),
  environment: z.string(),
  target: z.string(),
  attribution: stringMap,
  trace_id: z.string(),
  weight,
  ...edge,
});
export type WebVitalRow = z.infer<typeof WebVitalRow>;

export const ErrorRow = z.object({
  ...head,
  /** Hash of the fingerprint; all errors of one issue share it. */
  issue_id: uint64,
  type: z.string(),
  message: z.string(),
  culprit: z.string(),
  level: z.string(),
  handled: flag,
  stack_raw: z.string(),
  frames: z.string(),
  breadcrumbs: z.string(),
  session_id: z.uuid(),
  visitor_id: uint64,
  user_id: z.string(),
  host: z.string(),
  path: z.string(),
  route: z.string(),
  browser: z.string(),
  os: z.string(),
  device: z.string(),
  country: z.string(),
  release: z.string(),
  environment: z.string(),
  trace_id: z.string(),
  span_id: z.string(),
  tags: stringMap,
  weight,
  ...edge,
});
export type ErrorRow = z.infer<typeof ErrorRow>;

/** Every table that the ingest path writes, with its row. */
export const rowSchemas = {
  events: EventRow,
  web_vitals: WebVitalRow,
  errors: ErrorRow,
  otel_metrics_sum: MetricSumRow,
  otel_metrics_gauge: MetricGaugeRow,
  otel_metrics_histogram: MetricHistogramRow,
  otel_metrics_exponential_histogram: MetricExponentialHistogramRow,
  otel_metrics_summary: MetricSummaryRow,
  otel_logs: LogRow,
  otel_traces: SpanRow,
} as const;

/** Tables whose rows are events with ids of their own. */
export const EventTable = z.enum(["events", "web_vitals", "errors"]);
export type EventTable = z.infer<typeof EventTable>;

export const IngestTable = z.enum([
  "events",
  "web_vitals",
  "errors",
  "otel_metrics_sum",
  "otel_metrics_gauge",
  "otel_metrics_histogram",
  "otel_metrics_exponential_histogram",
  "otel_metrics_summary",
  "otel_logs",
  "otel_traces",
]);
export type IngestTable = z.infer<typeof IngestTable>;

/** The column by which each table is partitioned and rows run out: when what the row tells of happened. */
export const timeColumns = {
  events: "ts",
  web_vitals: "ts",
  errors: "ts",
  otel_metrics_sum: "TimeUnix",
  otel_metrics_gauge: "TimeUnix",
  otel_metrics_histogram: "TimeUnix",
  otel_metrics_exponential_histogram: "TimeUnix",
  otel_metrics_summary: "TimeUnix",
  otel_logs: "Timestamp",
  otel_traces: "Timestamp",
} as const satisfies { [Table in IngestTable]: keyof (typeof rowSchemas)[Table]["shape"] };

let minute = { start: Number.NaN, text: "" };
let otherMinute = minute;

/**
 * Text of a DateTime64(3) in UTC from milliseconds since the epoch. Times come in runs, so the minute's text is kept, and that of the one
 * before it: rows may have two times, such as a metric's points, all of which begin at their process's start.
 */
export function toDateTime64(epochMs: number): string {
  const start = Math.floor(epochMs / 60_000) * 60_000;
  if (start !== minute.start) turnTo(start);
  const rest = String(100_000 + Math.floor(epochMs - start));
  return `${minute.text}${rest.slice(1, 3)}.${rest.slice(3)}`;
}

function turnTo(start: number): void {
  const next =
    start === otherMinute.start
      ? otherMinute
      : { start, text: new Date(start).toISOString().replace("T", " ").slice(0, 17) };
  [minute, otherMinute] = [next, minute];
}
