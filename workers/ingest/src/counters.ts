import { type FailureType, metricLabel } from "@perigee/schema";

/** What this isolate has done since it started. Names and labels come from closed sets, so the map stays small. */
const counts = new Map<string, number>();

type Counter =
  | "events_accepted_total"
  | "events_sampled_out_total"
  | "events_clamped_total"
  | "salt_fallbacks_total"
  /** By where a message went: onto a queue (of these, so many onto another than its project's), into the spool, nowhere as it was known. */
  | "messages_enqueued_total"
  | "messages_overflowed_total"
  | "messages_spooled_total"
  | "messages_repeated_total"
  /** Attempts that failed. What asks for a limit then goes through unasked. */
  | "queue_refusals_total"
  | "spool_refusals_total"
  | "rate_limit_failures_total"
  | "quota_failures_total";

export function count(name: Counter, by: number): void {
  if (by > 0) add(name, by);
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
