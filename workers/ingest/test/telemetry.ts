import { exports } from "cloudflare:workers";
import {
  type LogRecord,
  type Logs,
  type Metrics,
  type NumberPoint,
  type Span,
  type Spans,
  writeLogs,
  writeMetrics,
  writeSpans,
} from "@perigee/otlp";
import { ProjectSettings } from "@perigee/schema";
import { encodeLogs, encodeMetrics, encodeSpans } from "../../../packages/otlp/test/encode-protobuf.ts";
import { makeKey } from "./batches.ts";

/** Test data of OpenTelemetry's protocol and the ways of sending it. Times are the present unless said otherwise. */

export const nowNanos = (): bigint => BigInt(Date.now()) * 1_000_000n + 123_457n;

const hexId = (digits: number): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(digits / 2)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export const newTraceId = (): string => hexId(32);

export const logRecord = (overrides: Partial<LogRecord> = {}): LogRecord => ({
  timeUnixNano: nowNanos(),
  observedTimeUnixNano: 0n,
  severityNumber: 9,
  severityText: "INFO",
  body: "hello",
  attributes: new Map(),
  droppedAttributesCount: 0,
  flags: 0,
  traceId: "",
  spanId: "",
  eventName: "",
  ...overrides,
});

/** A span that has just ended and took so long. */
export const span = (overrides: Partial<Span> = {}, durationMs = 20): Span => ({
  traceId: newTraceId(),
  spanId: hexId(16),
  traceState: "",
  parentSpanId: "",
  flags: 0,
  name: "GET /",
  kind: 2,
  startTimeUnixNano: nowNanos() - BigInt(durationMs) * 1_000_000n,
  endTimeUnixNano: nowNanos(),
  attributes: new Map(),
  droppedAttributesCount: 0,
  events: [],
  droppedEventsCount: 0,
  links: [],
  droppedLinksCount: 0,
  statusCode: 0,
  statusMessage: "",
  ...overrides,
});

const point = (overrides: Partial<NumberPoint> = {}): NumberPoint => ({
  attributes: new Map(),
  startTimeUnixNano: 0n,
  timeUnixNano: nowNanos(),
  flags: 0,
  value: 1,
  exemplars: [],
  ...overrides,
});

/** What one scope of a service has sent. */
const scoped = <Item>(items: Item[], resource: Record<string, string> = {}) => ({
  resource: {
    attributes: new Map(Object.entries({ "service.name": "api", ...resource })),
    droppedAttributesCount: 0,
    schemaUrl: "",
  },
  scope: { name: "test", version: "", attributes: new Map(), droppedAttributesCount: 0, schemaUrl: "" },
  items,
});

export const logsOf = (records: LogRecord[], resource?: Record<string, string>): Logs => [scoped(records, resource)];
export const spansOf = (spans: Span[], resource?: Record<string, string>): Spans => [scoped(spans, resource)];
export const gaugeOf = (name: string, points: Partial<NumberPoint>[]): Metrics => [
  scoped([
    { name, description: "", unit: "1", metadata: new Map(), data: { kind: "gauge", points: points.map(point) } },
  ]),
];

/** A server's key, which needs no Origin, of a project of its own. */
export const serverKey = (settings: Parameters<typeof ProjectSettings.parse>[0] = {}) =>
  makeKey({ kind: "secret", settings: ProjectSettings.parse(settings) });

/** What a body says it is, by which an answer is encoded. */
export const encodings = { json: "application/json", protobuf: "application/x-protobuf" } as const;
export type Encoding = keyof typeof encodings;

const written =
  <Tree>(write: (tree: Tree) => string, encode: (tree: Tree) => Uint8Array) =>
  (tree: Tree, encoding: Encoding): Uint8Array =>
    encoding === "json" ? new TextEncoder().encode(write(tree)) : encode(tree);

/** A tree as an exporter sends it. */
export const bytesOf = {
  logs: written(writeLogs, encodeLogs),
  spans: written(writeSpans, encodeSpans),
  metrics: written(writeMetrics, encodeMetrics),
};

/** JSON unless said otherwise. */
export type Sending = { apiKey: string; encoding?: Encoding; headers?: Record<string, string> };

/** Posts to an address of this Worker as a server would. */
export const postTo = (
  path: string,
  body: BodyInit,
  { apiKey, encoding = "json", headers = {} }: Sending,
): Promise<Response> =>
  exports.default.fetch(
    new Request(`https://ingest.example${path}`, {
      method: "POST",
      headers: { "content-type": encodings[encoding], authorization: `Bearer ${apiKey}`, ...headers },
      body,
    }),
  );

export const postLogs = (logs: Logs, sending: Sending) =>
  postTo("/v1/logs", bytesOf.logs(logs, sending.encoding ?? "json"), sending);
export const postSpans = (spans: Spans, sending: Sending) =>
  postTo("/v1/traces", bytesOf.spans(spans, sending.encoding ?? "json"), sending);
export const postMetrics = (metrics: Metrics, sending: Sending) =>
  postTo("/v1/metrics", bytesOf.metrics(metrics, sending.encoding ?? "json"), sending);
