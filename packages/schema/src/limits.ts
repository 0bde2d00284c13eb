/** Every limit that ingest enforces and the SDK keeps, in one place. Bytes and characters as named. */
export const limits = {
  /** Decoded request body, bytes. */
  bodyBytes: 1_000_000,
  /** Body as sent when compressed, bytes; gzip of real events is 5 to 8 times smaller. */
  compressedBodyBytes: 1_000_000,
  /** Body of a request with logs, spans or metrics, as sent and decoded, bytes. */
  otlpBodyBytes: 4_000_000,
  /** Events in one batch that ingest accepts. */
  batchEvents: 1_000,
  /** Events in one batch that the SDK makes. */
  sdkBatchEvents: 100,
  /** Bytes of one batch that the SDK makes: a keepalive request holds at most 64 KiB. */
  sdkBatchBytes: 60_000,
  urlChars: 2_048,
  routeChars: 300,
  nameChars: 100,
  propKeys: 50,
  propKeyChars: 64,
  propValueChars: 1_000,
  errorMessageChars: 2_000,
  errorStackChars: 16_000,
  idChars: 200,
  attributionKeys: 30,
  /** Breadcrumbs with one error. */
  breadcrumbs: 30,
  /** Events that one sampled event may stand for. */
  weight: 1_000_000,
  /** How far an event may lie in the past, after clock correction, milliseconds; an older one is refused. */
  eventAgeMs: 7 * 24 * 3_600_000,
  /** How far an event may lie in the future, after clock correction, milliseconds; a later one is clamped. */
  eventAheadMs: 10 * 60_000,
  /** Log records, spans with their events and links, metrics, data points with their exemplars: all that an OTLP request may hold. */
  otlpRecords: 50_000,
  /** Attributes and entries of lists in an OTLP request. */
  otlpValues: 300_000,
  /** Characters of rows that one request may become: what stands once in the request, such as its resource, stands in each row. */
  otlpWrittenChars: 100_000_000,
  /** Levels of lists and maps in each other, the value of an attribute being the first; what lies deeper is left out. */
  otlpValueDepth: 16,
  /** Attributes of a resource, a scope, a record, a metric, a data point, an event or a link, and entities of a resource; further ones are dropped. */
  otlpAttributes: 128,
  otlpKeyChars: 256,
  /** Text of an attribute, of a status and a description, and a tracestate; the rest is cut. */
  otlpTextChars: 8_192,
  /** Names of spans, events, metrics, scopes and services, severity texts, units and schema URLs; the rest is cut. */
  otlpNameChars: 1_024,
  /** Body of a log record; the rest is cut. */
  otlpBodyChars: 65_536,
  /** Events of a span, and links of one; further ones are dropped. */
  otlpSpanEvents: 128,
  /** Exemplars of a data point, and quantiles of a summary; further ones are dropped. */
  otlpExemplars: 128,
  /** Buckets of a histogram on one side of zero; a data point with more is refused. */
  otlpBuckets: 2_048,
  /** A Cloudflare Queues message holds 128 kB (1 kB = 1000 B), of which about 100 B are metadata. */
  queueMessageBytes: 128_000,
} as const;
