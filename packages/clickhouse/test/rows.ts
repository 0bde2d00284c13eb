import {
  type ErrorRow,
  type EventRow,
  type LogRow,
  type MetricExponentialHistogramRow,
  type MetricGaugeRow,
  type MetricHistogramRow,
  type MetricSumRow,
  type SpanRow,
  temporality,
  toDateTime64,
  type WebVitalRow,
} from "@perigee/schema";

/** Rows with every column filled in, in which a test names only what it is about. Times in epoch milliseconds. */

const ids = { next: 1 };
const uuid = (epochMs: number): string => {
  const time = epochMs.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(ids.next++).padStart(12, "0")}`;
};

/** An id of a visit that begins at this time. */
export const sessionAt = (epochMs: number): string => uuid(epochMs);

type Given<Row> = { at: number } & Partial<Row>;

const edge = { as_organisation: "", bot: 0, clock_skew_ms: 0, clamped: 0, redacted: {} };

const head = (at: number) => ({
  project_id: 1,
  // Tests tell of fixed days, which must not run out.
  retention_days: 3_650,
  ts: toDateTime64(at),
  received_at: toDateTime64(at),
  event_id: uuid(at),
  message_id: "018f0000-0000-7000-8000-000000000000",
  session_id: "018f0000-0000-7000-8000-000000000001",
  visitor_id: "1",
  host: "shop.example",
  path: "/",
  route: "/",
  browser: "Chrome",
  device: "desktop",
  country: "DE",
  release: "1.0.0",
  environment: "production",
  ...edge,
});

export const eventRow = ({ at, ...given }: Given<EventRow>): EventRow => ({
  ...head(at),
  event: "pageview",
  user_id: "",
  seq: 1,
  referrer_host: "",
  channel: "Direct",
  utm_source: "",
  utm_medium: "",
  utm_campaign: "",
  region: "Berlin",
  city: "Berlin",
  browser_version: "144",
  os: "Windows",
  language: "de-DE",
  viewport_w: 1_280,
  service: "shop",
  trace_id: "",
  duration_ms: 0,
  value: 0,
  props: {},
  target: "",
  status: 0,
  span_id: "",
  scroll_depth: 0,
  weight: 1,
  session_weight: given.weight ?? 1,
  ...given,
});

export const vitalRow = ({ at, ...given }: Given<WebVitalRow>): WebVitalRow => ({
  ...head(at),
  metric: "LCP",
  value: 1_000,
  rating: "good",
  navigation_type: "navigate",
  target: "",
  attribution: {},
  trace_id: "",
  weight: 1,
  ...given,
});

export const errorRow = ({ at, ...given }: Given<ErrorRow>): ErrorRow => ({
  ...head(at),
  issue_id: "1",
  type: "TypeError",
  message: "x is not a function",
  culprit: "f (app.js)",
  level: "error",
  handled: 0,
  stack_raw: "",
  frames: "[]",
  breadcrumbs: "[]",
  user_id: "",
  os: "Windows",
  trace_id: "",
  span_id: "",
  tags: {},
  weight: 1,
  ...given,
});

const otelHead = (at: number) => ({
  project_id: 1,
  retention_days: 3_650,
  received_at: toDateTime64(at),
  message_id: "018f0000-0000-7000-8000-000000000000",
});

const source = {
  ServiceName: "shop",
  ResourceAttributes: { "service.name": "shop", "deployment.environment.name": "production" },
  ResourceSchemaUrl: "",
  ScopeName: "",
  ScopeVersion: "",
  ScopeAttributes: {},
  ScopeSchemaUrl: "",
};

export const logRow = ({ at, ...given }: Given<LogRow>): LogRow => ({
  ...otelHead(at),
  seq: ids.next++,
  Timestamp: toDateTime64(at),
  ObservedTimestamp: toDateTime64(at),
  TraceId: "",
  SpanId: "",
  TraceFlags: 0,
  SeverityText: "INFO",
  SeverityNumber: 9,
  ...source,
  Body: "something happened",
  LogAttributes: {},
  EventName: "",
  DroppedAttributesCount: 0,
  weight: 1,
  redacted: {},
  ...given,
});

/** One that took a tenth of a second. */
export const spanRow = ({ at, ...given }: Given<SpanRow>): SpanRow => ({
  ...otelHead(at),
  seq: ids.next++,
  Timestamp: toDateTime64(at),
  TraceId: "0af7651916cd43dd8448eb211c80319c",
  SpanId: (ids.next++).toString(16).padStart(16, "0"),
  ParentSpanId: "",
  TraceState: "",
  TraceFlags: 1,
  SpanName: "GET /cart",
  SpanKind: "Server",
  ...source,
  SpanAttributes: {},
  Duration: "100000000",
  StatusCode: "Unset",
  StatusMessage: "",
  "Events.Timestamp": [],
  "Events.Name": [],
  "Events.Attributes": [],
  "Links.TraceId": [],
  "Links.SpanId": [],
  "Links.TraceState": [],
  "Links.Attributes": [],
  DroppedEventsCount: 0,
  DroppedLinksCount: 0,
  DroppedAttributesCount: 0,
  weight: 1,
  redacted: {},
  ...given,
});

const pointHead = (at: number) => ({
  ...otelHead(at),
  ...source,
  ScopeDroppedAttrCount: 0,
  MetricName: "metric",
  MetricDescription: "",
  MetricUnit: "1",
  Attributes: {},
  StartTimeUnix: toDateTime64(0),
  TimeUnix: toDateTime64(at),
  Flags: 0,
  "Exemplars.FilteredAttributes": [],
  "Exemplars.TimeUnix": [],
  "Exemplars.Value": [],
  "Exemplars.SpanId": [],
  "Exemplars.TraceId": [],
});

export const gaugeRow = ({ at, ...given }: Given<MetricGaugeRow>): MetricGaugeRow => ({
  ...pointHead(at),
  Value: 1,
  ...given,
});

export const sumRow = ({ at, ...given }: Given<MetricSumRow>): MetricSumRow => ({
  ...pointHead(at),
  Value: 1,
  AggregationTemporality: temporality.cumulative,
  IsMonotonic: true,
  ...given,
});

export const histogramRow = ({ at, ...given }: Given<MetricHistogramRow>): MetricHistogramRow => ({
  ...pointHead(at),
  Count: "0",
  Sum: 0,
  BucketCounts: [],
  ExplicitBounds: [],
  Min: 0,
  Max: 0,
  AggregationTemporality: temporality.delta,
  ...given,
});

export const exponentialRow = ({
  at,
  ...given
}: Given<MetricExponentialHistogramRow>): MetricExponentialHistogramRow => ({
  ...pointHead(at),
  Count: "0",
  Sum: 0,
  Scale: 0,
  ZeroCount: "0",
  ZeroThreshold: 0,
  PositiveOffset: 0,
  PositiveBucketCounts: [],
  NegativeOffset: 0,
  NegativeBucketCounts: [],
  Min: 0,
  Max: 0,
  AggregationTemporality: temporality.delta,
  ...given,
});
