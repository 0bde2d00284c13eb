import { type FailureType, failures, metricLabel } from "@perigee/schema";
import { formatPoints, Meter } from "@perigee/self-metrics";

/** What this isolate has done since it started. Attributes come from closed sets, never from what a client sends. */
export const meter = new Meter();

/** Counters without attributes, by their Prometheus name behind `perigee_ingest_`. To add one: a line here. */
const counters = {
  messages_enqueued_total: counter("messages.enqueued", "{message}", "Messages that a queue or the spool took."),
  events_accepted_total: counter("events.accepted", "{event}", "Events whose batch was answered with 202."),
};

export function count(name: keyof typeof counters, by: number): void {
  counters[name].add(by);
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
