import { randomBytes } from "node:crypto";
import type {
  AnyValue,
  HistogramPoint,
  KeyValues,
  LogRecord,
  Metric,
  NumberPoint,
  Resource,
  Scope,
  Scoped,
  Span,
} from "../../packages/otlp/src/index.ts";

/** Requests as the SDK of a web service sends them: keys and most values come again, ids and times do not. */

const nanos = () => BigInt(Date.now()) * 1_000_000n + BigInt(Math.floor(Math.random() * 1e9));
const hex = (bytes: number) => randomBytes(bytes).toString("hex");
const map = (entries: Record<string, AnyValue>): KeyValues => new Map(Object.entries(entries));
const pick = <Item>(items: readonly [Item, ...Item[]], index: number): Item => items[index % items.length] ?? items[0];

const resource: Resource = {
  attributes: map({
    "service.name": "checkout",
    "service.version": "1.4.2",
    "service.namespace": "shop",
    "deployment.environment.name": "production",
    "host.name": "web-3.eu.example",
    "process.pid": 4711,
    "telemetry.sdk.language": "nodejs",
    "telemetry.sdk.name": "opentelemetry",
    "telemetry.sdk.version": "3.1.1",
  }),
  droppedAttributesCount: 0,
  schemaUrl: "https://opentelemetry.io/schemas/1.38.0",
};

const scope: Scope = {
  name: "@opentelemetry/instrumentation-http",
  version: "0.301.1",
  attributes: new Map(),
  droppedAttributesCount: 0,
  schemaUrl: "",
};

const scoped = <Item>(count: number, item: (index: number) => Item): Scoped<Item>[] => [
  { resource, scope, items: Array.from({ length: count }, (_, index) => item(index)) },
];

const routes = ["/", "/products", "/product/:id", "/cart", "/checkout"] as const;
const methods = ["GET", "GET", "GET", "POST"] as const;

const requestAttributes = (index: number) => ({
  "http.request.method": pick(methods, index),
  "http.route": pick(routes, index),
  "http.response.status_code": index % 50 === 0 ? 500 : 200,
  "url.path": `/product/${index % 400}`,
  "server.address": "shop.example",
  "client.address": `10.0.${index % 256}.${(index * 7) % 256}`,
  "user_agent.original":
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
});

/** Of eight attributes and a line of some 90 characters. */
export const makeLogs = (count: number): Scoped<LogRecord>[] =>
  scoped(count, (index) => ({
    timeUnixNano: nanos(),
    observedTimeUnixNano: nanos(),
    severityNumber: index % 20 === 0 ? 17 : 9,
    severityText: index % 20 === 0 ? "ERROR" : "INFO",
    body: `${pick(methods, index)} ${pick(routes, index)} answered in ${(Math.random() * 90).toFixed(2)} ms for customer ${hex(4)} with basket ${index}`,
    attributes: map({ ...requestAttributes(index), "duration.ms": Math.random() * 90 }),
    droppedAttributesCount: 0,
    flags: 1,
    traceId: hex(16),
    spanId: hex(8),
    eventName: "",
  }));

/** Of ten attributes; every tenth has an event. */
export const makeSpans = (count: number): Scoped<Span>[] =>
  scoped(count, (index) => {
    const start = nanos();
    return {
      traceId: hex(16),
      spanId: hex(8),
      traceState: "",
      parentSpanId: hex(8),
      flags: 257,
      name: `${pick(methods, index)} ${pick(routes, index)}`,
      kind: 2,
      startTimeUnixNano: start,
      endTimeUnixNano: start + BigInt(Math.floor(Math.random() * 90e6)),
      attributes: map({
        ...requestAttributes(index),
        "network.protocol.version": "1.1",
        "url.scheme": "https",
        "server.port": 443,
      }),
      droppedAttributesCount: 0,
      events:
        index % 10 === 0
          ? [
              {
                timeUnixNano: start,
                name: "exception",
                attributes: map({ "exception.type": "TypeError", "exception.message": "x is not a function" }),
                droppedAttributesCount: 0,
              },
            ]
          : [],
      droppedEventsCount: 0,
      links: [],
      droppedLinksCount: 0,
      statusCode: index % 50 === 0 ? 2 : 0,
      statusMessage: "",
    };
  });

const point = (index: number) => ({
  attributes: map({
    "http.request.method": pick(methods, index),
    "http.route": pick(routes, index),
    "http.response.status_code": 200,
    "server.address": "shop.example",
  }),
  startTimeUnixNano: nanos() - 3_600_000_000_000n,
  timeUnixNano: nanos(),
  flags: 0,
  exemplars: [],
});

const numberPoint = (index: number): NumberPoint => ({ ...point(index), value: Math.random() * 1_000 });

const bounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

const histogramPoint = (index: number): HistogramPoint => ({
  ...point(index),
  count: 150n,
  sum: Math.random() * 90,
  min: 0.001,
  max: 4.2,
  explicitBounds: bounds,
  bucketCounts: Array.from({ length: bounds.length + 1 }, (_, bucket) => BigInt((bucket * 7) % 20)),
});

const pointsOf = <Point>(make: (index: number) => Point): Point[] =>
  Array.from({ length: 5 }, (_, index) => make(index));

const kinds: readonly [() => Metric["data"], ...(() => Metric["data"])[]] = [
  () => ({ kind: "gauge", points: pointsOf(numberPoint) }),
  () => ({ kind: "sum", points: pointsOf(numberPoint), temporality: 2, isMonotonic: true }),
  () => ({ kind: "histogram", points: pointsOf(histogramPoint), temporality: 2 }),
];

/** Metrics of five points each, of four attributes; a third are histograms of 15 buckets. */
export const makeMetrics = (points: number): Scoped<Metric>[] =>
  scoped(points / 5, (index) => ({
    name: `http.server.measure.${index % 40}`,
    description: "What the service says of itself.",
    unit: "s",
    metadata: new Map(),
    data: pick(kinds, index)(),
  }));
