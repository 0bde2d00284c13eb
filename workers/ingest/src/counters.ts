import { type FailureType, metricLabel } from "@perigee/schema";

/** What this isolate has done since it started. Names and labels come from closed sets, so the map stays small. */
const counts = new Map<string, number>();

type Name =
  | "messages_enqueued_total"
  | "events_accepted_total"
  | "events_sampled_out_total"
  | "events_clamped_total"
  | "salt_fallbacks_total";

export function count(name: Name, by: number): void {
  add(name, by);
}

/** What a redaction rule took out; `rule` is a preset's name or `custom`. */
export function countRedacted(rule: string, by: number): void {
  add(`redacted_total{rule="${rule}"}`, by);
}

/** One refusal, by the step that refused and by failure type. */
export function countRefusal(step: string, type: FailureType): void {
  add(`refused_total{step="${step}",failure="${metricLabel(type)}"}`, 1);
}

/** One event that was refused, whether its batch was taken or not. */
export function countRejectedEvent(type: FailureType): void {
  add(`events_rejected_total{failure="${metricLabel(type)}"}`, 1);
}

function add(series: string, by: number): void {
  counts.set(series, (counts.get(series) ?? 0) + by);
}

/** All counters in Prometheus text format. */
export const formatCounters = (): string =>
  Array.from(counts, ([series, value]) => `perigee_ingest_${series} ${value}\n`).join("");
