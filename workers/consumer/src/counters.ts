import { DeadLetter } from "@perigee/schema";
import { formatPoints, Meter } from "@perigee/self-metrics";

/** What this isolate has done since it started. */
export const meter = new Meter();

/** Counters without attributes, by their Prometheus name behind `perigee_consumer_`. To add one: a line here. */
const counters = {
  // Its rows are stored or it lies among the dead letters.
  messages_settled_total: counter("messages.settled", "{message}", "Messages that need no further delivery."),
  messages_retried_total: counter("messages.retried", "{message}", "Messages that were given back to the queue."),
  messages_dead_total: counter("messages.dead", "{message}", "Messages that were set aside among the dead letters."),
  rows_stored_total: counter(
    "rows.stored",
    "{row}",
    "Rows that lie in ClickHouse, written now or by an earlier delivery.",
  ),
  rows_already_stored_total: counter(
    "rows.already_stored",
    "{row}",
    "Rows that were not written again, since an earlier delivery had written them.",
  ),
  visits_recounted_total: counter(
    "visits.recounted",
    "{visit}",
    "Visits that lacked rows after an INSERT was cut off, and have been counted again.",
  ),
  messages_swept_total: counter(
    "messages.swept",
    "{message}",
    "Messages that the sweep of the spool stored or buried.",
  ),
  archive_objects_total: counter("archive.objects", "{object}", "Objects written to the cold archive."),
  archive_bytes_total: counter("archive.size", "By", "Compressed bytes written to the cold archive."),
  insert_retries_total: counter("insert.retries", "{insert}", "INSERTs that were tried again in the same invocation."),
};

export function count(name: keyof typeof counters, by = 1): void {
  counters[name].add(by);
}

function counter(name: string, unit: string, description: string) {
  return meter.counter({ name: `perigee.consumer.${name}`, unit, description });
}

type Reason = DeadLetter["reason"] | "malformed";

const deadLetters = meter.counter({
  name: "perigee.consumer.dead_letters",
  unit: "{letter}",
  description: "Dead letters written, by reason.",
  attributes: { reason: ["malformed", ...DeadLetter.shape.reason.options].map(labelOf) },
});

export function countDeadLetter(reason: Reason): void {
  deadLetters.add(1, { reason: labelOf(reason) });
}

/** As failures are labelled: in snake case. */
function labelOf(reason: string): string {
  return reason.replaceAll("-", "_");
}

/** Everything in Prometheus text format. */
export const formatCounters = (): string => formatPoints(meter.totals());
