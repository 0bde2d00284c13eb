import type { LogRecord } from "@perigee/otlp";
import type { LogStep } from "@perigee/schema";

/**
 * What came of a step: `unchanged` where there was nothing to do, `failed` where it could not read what it found, and then the record is as it
 * was before, `dropped` where the record is not to be stored.
 */
export type StepOutcome = "done" | "unchanged" | "failed" | "dropped";

/** Changes the record, which is the pipeline's own copy. */
export type Apply = (record: LogRecord) => StepOutcome;

export type StepOf<Kind extends LogStep["kind"]> = Extract<LogStep, { kind: Kind }>;

/** Takes a time that was read. What the record had says when it was seen, where nothing else does: ingest needs it if the time is too old. */
export function setTime(record: LogRecord, timeUnixNano: bigint): void {
  record.observedTimeUnixNano ||= record.timeUnixNano;
  record.timeUnixNano = timeUnixNano;
}

/** When the record was seen: what its line says of time is read by that. Epoch milliseconds. */
export function nowOf({ observedTimeUnixNano, timeUnixNano }: LogRecord): number {
  const seen = observedTimeUnixNano || timeUnixNano;
  return seen > 0n ? Number(seen / 1_000_000n) : Date.now();
}
