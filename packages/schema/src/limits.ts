/** Every limit that ingest enforces and the SDK keeps, in one place. Bytes and characters as named. */
export const limits = {
  /** Decoded request body, bytes. */
  bodyBytes: 1_000_000,
  /** Body as sent when compressed, bytes; gzip of real events is 5 to 8 times smaller. */
  compressedBodyBytes: 1_000_000,
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
  /** A Cloudflare Queues message holds 128 kB (1 kB = 1000 B), of which about 100 B are metadata. */
  queueMessageBytes: 128_000,
} as const;
