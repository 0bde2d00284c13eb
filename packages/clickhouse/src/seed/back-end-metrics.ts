import { type MetricGaugeRow, type MetricHistogramRow, type SpanRow, temporality, toDateTime64 } from "@perigee/schema";
import type { Rows } from "./recorder.ts";
import { sourceOf } from "./services.ts";

const hourMs = 3_600_000;

/** Of the semantic conventions for `http.server.request.duration`, seconds. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Connections of the database's pool; the bad release leaks them. */
const poolSize = 10;

/**
 * What the shop's back end would have measured of a day's spans: how long each route took, hour by hour, and how full the pool of
 * connections was.
 */
export function addMetrics(rows: Rows, spans: readonly SpanRow[]): void {
  const servers = spans.filter(({ SpanKind, ServiceName }) => SpanKind === "Server" && ServiceName === "shop-api");
  const bySeries = Map.groupBy(servers, (span) =>
    [hourOf(span), span.SpanName, statusOf(span), versionOf(span)].join(),
  );
  const byHour = Map.groupBy(servers, (span) => [hourOf(span), versionOf(span)].join());
  rows.otel_metrics_histogram.push(...Array.from(bySeries.values(), durations));
  rows.otel_metrics_gauge.push(...Array.from(byHour.values(), poolOf));
}

const startOf = ({ Timestamp }: SpanRow): number => Date.parse(`${Timestamp.replace(" ", "T")}Z`);
const hourOf = (span: SpanRow): number => Math.floor(startOf(span) / hourMs) * hourMs;
const statusOf = ({ SpanAttributes }: SpanRow): string => SpanAttributes["http.response.status_code"] ?? "";
const versionOf = ({ ResourceAttributes }: SpanRow): string => ResourceAttributes["service.version"] ?? "";

function headOf(spans: readonly SpanRow[], span: SpanRow) {
  const { project_id, retention_days, received_at, message_id } = span;
  return {
    project_id,
    retention_days,
    received_at,
    message_id,
    ...sourceOf("shop-api", versionOf(span)),
    ScopeDroppedAttrCount: 0,
    StartTimeUnix: toDateTime64(hourOf(span)),
    TimeUnix: toDateTime64(Math.max(...spans.map(startOf))),
    ...noExemplars,
    Flags: 0,
  };
}

const noExemplars = {
  "Exemplars.FilteredAttributes": [],
  "Exemplars.TimeUnix": [],
  "Exemplars.Value": [],
  "Exemplars.SpanId": [],
  "Exemplars.TraceId": [],
};

function durations(spans: SpanRow[]): MetricHistogramRow {
  const [first] = spans as [SpanRow, ...SpanRow[]];
  const seconds = spans.map(({ Duration }) => Number(Duration) / 1e9);
  const counts = [...bounds, Number.POSITIVE_INFINITY].map(
    (bound, index) => seconds.filter((value) => value <= bound && value > (bounds[index - 1] ?? -1)).length,
  );
  const method = first.SpanAttributes["http.request.method"] ?? "";
  const route = first.SpanAttributes["http.route"] ?? "";
  return {
    ...headOf(spans, first),
    MetricName: "http.server.request.duration",
    MetricDescription: "Duration of HTTP server requests.",
    MetricUnit: "s",
    Attributes: { "http.request.method": method, "http.route": route, "http.response.status_code": statusOf(first) },
    Count: String(seconds.length),
    Sum: seconds.reduce((sum, value) => sum + value, 0),
    BucketCounts: counts.map(String),
    ExplicitBounds: bounds,
    Min: Math.min(...seconds),
    Max: Math.max(...seconds),
    AggregationTemporality: temporality.delta,
  };
}

function poolOf(spans: SpanRow[]): MetricGaugeRow {
  const [first] = spans as [SpanRow, ...SpanRow[]];
  const slowest = Math.max(...spans.map(({ Duration }) => Number(Duration) / 1e9));
  return {
    ...headOf(spans, first),
    MetricName: "db.client.connection.count",
    MetricDescription: "Connections of the pool that are in use.",
    MetricUnit: "{connection}",
    Attributes: { "db.client.connection.state": "used", "db.client.connection.pool.name": "shop" },
    Value: Math.min(poolSize, Math.round(2 + slowest * 3)),
  };
}
