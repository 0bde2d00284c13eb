/** What a million of a site's events is made of. Sizes in bytes, times in CPU milliseconds, days of 24 hours. */
export type Shape = {
  events: number;
  /** Events of one request. */
  batch: number;
  /** One event as JSON, as the SDK sends it. */
  eventBytes: number;
  /** Over how many days the events come; the plan's allotments are per 30. */
  days: number;
  /** Part of the messages of which the cold archive keeps a copy, 0 to 1. */
  archive: number;
  /** Objects that the consumer writes there for one batch of messages: one for each project and table in it. */
  archiveWritesPerBatch: number;
  /** How long it keeps them. */
  daysRetained: number;
  /** Part of the events that belong to projects with a quota, 0 to 1. */
  quota: number;
  /** Requests of such a project after which an isolate tells the project's Durable Object what it took, 0 to 1. */
  quotaReportShare: number;
  /** Part of the messages that no queue took and that went by R2, 0 to 1. */
  overflow: number;
  /** CPU of ingest for one request. */
  ingestCpuMs: number;
  /** One queue message as it is sent. */
  messageBytes: number;
  /** Requests to ingest that had to ask KV for their key or the day's salt, 0 to 1. */
  kvReadShare: number;
  /** Messages that the consumer gets at once. */
  messagesPerBatch: number;
  /** CPU of the consumer for one batch of messages. */
  consumerCpuMs: number;
};

/** What the command line may say of a shape; the rest is derived from what was measured. */
export type ShapeOptions = Pick<Shape, "events" | "batch"> & Partial<Omit<Shape, "events" | "batch">>;

/**
 * Measured on 2026-11-22 on two cores of an AMD EPYC. Times hold all that workerd did, the simulators of queue and KV too, so they
 * are an upper bound.
 */
const measured = {
  /** The mix of `bench/load/batch.ts`. */
  eventBytes: 281,
  /** That mix through ingest, gzip level 1: 3,370 bytes for 50 events, 5,037 for 100, 11,289 for 300, 32,852 for 1,000. */
  messageBytes: { fixed: 1_500, perJsonByte: 0.125 },
  /** `pnpm bench pipeline`, 100 events a request: 18.6 s CPU of workerd for a million events, in which the consumer's is contained. */
  ingestCpuMs: { perRequest: 0.3, perEvent: 0.016 },
  /** An isolate asks once in 30 s for each key; this is one that gets two requests of the key in a second. */
  kvReadShare: 1 / 60,
  /** An isolate reports every 5 s; the same two requests a second. */
  quotaReportShare: 1 / 10,
  /** Not yet measured by itself: no row is parsed, so it is the joining of a hundred messages and three inserts. */
  consumerCpuMs: 10,
  /** One project with three tables. */
  archiveWritesPerBatch: 3,
} as const;

/** As wrangler.toml has them. */
const queues = { shards: 2, maxBatchSize: 100, maxBatchTimeoutS: 5 };

const secondsPerDay = 86_400;

export function makeShape(options: ShapeOptions): Shape {
  const { events, batch, days = 30, eventBytes = measured.eventBytes } = options;
  const { messageBytes, ingestCpuMs, kvReadShare, quotaReportShare, consumerCpuMs, archiveWritesPerBatch } = measured;
  const messagesPerS = events / batch / (days * secondsPerDay);
  const waiting = (messagesPerS / queues.shards) * queues.maxBatchTimeoutS;
  return {
    days,
    eventBytes,
    archive: 0,
    daysRetained: 30,
    quota: 0,
    quotaReportShare,
    overflow: 0,
    ingestCpuMs: ingestCpuMs.perRequest + ingestCpuMs.perEvent * batch,
    messageBytes: messageBytes.fixed + messageBytes.perJsonByte * eventBytes * batch,
    kvReadShare,
    messagesPerBatch: Math.min(queues.maxBatchSize, Math.max(1, waiting)),
    consumerCpuMs,
    archiveWritesPerBatch,
    ...options,
  };
}
