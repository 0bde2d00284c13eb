import { type FailureType, failures, metricLabel, RedactionPreset } from "@perigee/schema";
import { formatPoints, Meter } from "@perigee/self-metrics";

/** What this isolate has done since it started. Attributes come from closed sets, never from what a client sends. */
export const meter = new Meter();

/** Counters without attributes, by their Prometheus name behind `perigee_ingest_`. To add one: a line here. */
const counters = {
  events_accepted_total: counter("events.accepted", "{event}", "Events whose batch was answered with 202."),
  events_sampled_out_total: counter("events.sampled_out", "{event}", "Events of visits that sampling leaves out."),
  events_clamped_total: counter("events.clamped", "{event}", "Events that said to come from the future."),
  salt_fallbacks_total: counter("salt.fallbacks", "{batch}", "Batches for whose day there was no visitor salt."),
  // By where a message went: onto a queue (of these, so many onto another than its project's), into the spool, nowhere as it was known.
  messages_enqueued_total: counter("messages.enqueued", "{message}", "Messages that a queue took."),
  messages_overflowed_total: counter("messages.overflowed", "{message}", "Of these, on another queue than their own."),
  messages_spooled_total: counter("messages.spooled", "{message}", "Messages that were written to the spool."),
  messages_repeated_total: counter(
    "messages.repeated",
    "{message}",
    "Messages that this isolate had seen safe before.",
  ),
  // Attempts that failed. What asks for a limit then goes through unasked.
  queue_refusals_total: counter("queue.refusals", "{message}", "Attempts to give a message to a queue that failed."),
  spool_refusals_total: counter("spool.refusals", "{message}", "Attempts to write a message to the spool that failed."),
  rate_limit_failures_total: counter("rate_limit.failures", "{request}", "Requests whose rate could not be asked for."),
  quota_failures_total: counter("quota.failures", "{report}", "Reports that a quota's object did not take."),
};

export function count(name: keyof typeof counters, by: number): void {
  if (by > 0) counters[name].add(by);
}

function counter(name: string, unit: string, description: string) {
  return meter.counter({ name: `perigee.ingest.${name}`, unit, description });
}

const failure = (Object.keys(failures) as FailureType[]).map(metricLabel);

const refused = meter.counter({
  name: "perigee.ingest.refused",
  unit: "{request}",
  description: "Requests that were refused, by the step that refused and by failure type.",
  attributes: { step: { atMost: 30 }, failure },
});

const rejected = meter.counter({
  name: "perigee.ingest.events.rejected",
  unit: "{event}",
  description: "Events that were refused, whether their batch was taken or not.",
  attributes: { failure },
});

const redacted = meter.counter({
  name: "perigee.ingest.redacted",
  unit: "{value}",
  description: "Values that were taken out of events, by preset; rules of projects count as custom.",
  attributes: { rule: [...RedactionPreset.options, "custom"] },
});

/** `mixed`: of a foreign client's request, whose unreadable parts may have been anything. */
const bySignal = { signal: ["logs", "traces", "metrics", "mixed"] } as const;

const recordCounters = {
  accepted: recordCounter("accepted", "Log records, spans and data points that a queue or the spool took."),
  rejected: recordCounter("rejected", "Log records, spans and data points that were rejected alone."),
  dropped: recordCounter("dropped", "Log records that the project's own pipelines left out."),
  notKept: recordCounter("not_kept", "Things that another product's client sent and that have no place here."),
  redated: recordCounter("redated", "Log records whose own time lies outside of the limits, kept under another."),
  sampledOut: recordCounter("sampled_out", "Log records and spans of traces that sampling leaves out."),
};

function recordCounter(name: string, description: string) {
  return meter.counter({
    name: `perigee.ingest.records.${name}`,
    unit: "{record}",
    description,
    attributes: bySignal,
  });
}

/** Records of one signal, by what became of them. */
export function countRecords(
  outcome: keyof typeof recordCounters,
  signal: (typeof bySignal.signal)[number],
  by: number,
): void {
  if (by > 0) recordCounters[outcome].add(by, { signal });
}

/** What a redaction rule took out; `rule` is a preset's name or `custom`. */
export function countRedacted(rule: string, by: number): void {
  redacted.add(by, { rule });
}

/** The last failure that was ours: not a bad request, but something this Worker stands on. */
export const lastFault: { type?: FailureType; at: number } = { at: 0 };

/** One refusal, by the step that refused and by failure type. */
export function countRefusal(step: string, type: FailureType): void {
  refused.add(1, { step, failure: metricLabel(type) });
  if (failures[type].status >= 500) Object.assign(lastFault, { type, at: Date.now() });
}

/** One event that was refused, whether its batch was taken or not. */
export function countRejectedEvent(type: FailureType): void {
  rejected.add(1, { failure: metricLabel(type) });
}

/** Everything in Prometheus text format. */
export const formatCounters = (): string => formatPoints(meter.totals());
