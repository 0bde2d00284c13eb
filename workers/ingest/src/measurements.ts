import { meter } from "./counters.ts";

/**
 * Times and sizes. In production workerd's clock stands still between two answers from outside, so that nobody can time the CPU
 * with it: there, steps that only compute (decode, validate, redact, enrich) last 0, those that wait (KV, body, queue) and whole
 * requests last as long as they waited. On a laptop the clock ticks in whole milliseconds: most steps last 0 and some 1, so means
 * are right and quantiles are not. Counts are right everywhere; CPU time itself stands in Cloudflare's own metrics of the Worker.
 */

const seconds = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];
const bytes = [300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000];
const eventCounts = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];

export const stepDuration = meter.histogram({
  name: "perigee.ingest.step.duration",
  unit: "s",
  description:
    "Time in one step of the pipeline. Steps that only compute show 0 in production, where the clock stands still.",
  attributes: { step: { atMost: 30 } },
  bounds: seconds,
});

export const requestDuration = meter.histogram({
  name: "perigee.ingest.request.duration",
  unit: "s",
  description: "Time from a batch's arrival to its answer, waits for the body, KV and the queue included.",
  attributes: { outcome: ["accepted", "refused", "failed"] },
  bounds: seconds,
});

export const bodySize = meter.histogram({
  name: "perigee.ingest.body.size",
  unit: "By",
  description: "Size of the bodies of accepted batches, as they were sent.",
  bounds: bytes,
});

export const batchEvents = meter.histogram({
  name: "perigee.ingest.batch.events",
  unit: "{event}",
  description: "Good events in accepted batches.",
  bounds: eventCounts,
});

export const messageSize = meter.histogram({
  name: "perigee.ingest.message.size",
  unit: "By",
  description: "Size of the compressed rows in queue messages.",
  bounds: bytes,
});
