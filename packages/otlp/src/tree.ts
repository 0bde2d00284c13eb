/**
 * Telemetry as OpenTelemetry's protocol has it, whatever encoding or foreign format it came in: every reader makes these trees, and rows are
 * made of them. Names and meanings are those of the protocol (opentelemetry-proto 1.10); times are nanoseconds since the epoch, 0 for
 * unknown; ids are lower-case hex, empty for none. Numbers that may be larger than 2^53 are bigint.
 */

/** `null` is a value that is not set. An int64 that a number cannot hold exactly is a bigint. */
export type AnyValue = string | boolean | number | bigint | Uint8Array | null | AnyValue[] | KeyValues;

/** Of keys that stand twice the last one counts. */
export type KeyValues = Map<string, AnyValue>;

/** Something that a resource is of, such as a host: by which attributes of the resource it is told from others of its type, and which describe it. */
export type EntityRef = { schemaUrl: string; type: string; idKeys: string[]; descriptionKeys: string[] };

export type Resource = {
  attributes: KeyValues;
  droppedAttributesCount: number;
  schemaUrl: string;
  /** Left out where there are none, as with most senders. */
  entityRefs?: EntityRef[];
};

export type Scope = {
  name: string;
  version: string;
  attributes: KeyValues;
  droppedAttributesCount: number;
  schemaUrl: string;
};

/** What one scope of one resource has sent. */
export type Scoped<Item> = { resource: Resource; scope: Scope; items: Item[] };

export type LogRecord = {
  timeUnixNano: bigint;
  observedTimeUnixNano: bigint;
  severityNumber: number;
  severityText: string;
  body: AnyValue;
  attributes: KeyValues;
  droppedAttributesCount: number;
  flags: number;
  traceId: string;
  spanId: string;
  eventName: string;
  /** How many records this one stands for, where others were sampled out; 1 where it is left out. How it is sent says sample-weight.ts. */
  weight?: number;
  /** How often a redaction rule found something in it, by `rule:field`. The protocol has nothing for it. */
  redacted?: Record<string, number>;
};

export type SpanEvent = {
  timeUnixNano: bigint;
  name: string;
  attributes: KeyValues;
  droppedAttributesCount: number;
};

export type SpanLink = {
  traceId: string;
  spanId: string;
  traceState: string;
  attributes: KeyValues;
  droppedAttributesCount: number;
  flags: number;
};

export type Span = {
  traceId: string;
  spanId: string;
  traceState: string;
  parentSpanId: string;
  flags: number;
  name: string;
  /** 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  kind: number;
  startTimeUnixNano: bigint;
  endTimeUnixNano: bigint;
  attributes: KeyValues;
  droppedAttributesCount: number;
  events: SpanEvent[];
  droppedEventsCount: number;
  links: SpanLink[];
  droppedLinksCount: number;
  /** 0 unset, 1 ok, 2 error. */
  statusCode: number;
  statusMessage: string;
  /** As with a log record. */
  weight?: number;
  redacted?: Record<string, number>;
};

export type Exemplar = {
  timeUnixNano: bigint;
  value: number;
  filteredAttributes: KeyValues;
  traceId: string;
  spanId: string;
};

export type Point = { attributes: KeyValues; startTimeUnixNano: bigint; timeUnixNano: bigint; flags: number };

export type NumberPoint = Point & { value: number; exemplars: Exemplar[] };

/** `undefined` where the protocol's optional field is not set. */
type Distribution = Point & {
  count: bigint;
  sum: number | undefined;
  min: number | undefined;
  max: number | undefined;
  exemplars: Exemplar[];
};

export type HistogramPoint = Distribution & { bucketCounts: bigint[]; explicitBounds: number[] };

export type ExponentialBuckets = { offset: number; bucketCounts: bigint[] };

export type ExponentialHistogramPoint = Distribution & {
  scale: number;
  zeroCount: bigint;
  zeroThreshold: number;
  positive: ExponentialBuckets;
  negative: ExponentialBuckets;
};

export type SummaryPoint = Point & {
  count: bigint;
  sum: number;
  quantiles: { quantile: number; value: number }[];
};

/** 0 unspecified, 1 delta, 2 cumulative. */
export type Temporality = number;

export type MetricData =
  | { kind: "gauge"; points: NumberPoint[] }
  | { kind: "sum"; points: NumberPoint[]; temporality: Temporality; isMonotonic: boolean }
  | { kind: "histogram"; points: HistogramPoint[]; temporality: Temporality }
  | { kind: "exponential-histogram"; points: ExponentialHistogramPoint[]; temporality: Temporality }
  | { kind: "summary"; points: SummaryPoint[] };

export type Metric = { name: string; description: string; unit: string; metadata: KeyValues; data: MetricData };

export type Logs = Scoped<LogRecord>[];
export type Spans = Scoped<Span>[];
export type Metrics = Scoped<Metric>[];
