import type { LogRecord } from "@perigee/otlp";
import { hash32, isKept, limits } from "@perigee/schema";
import { scalarText } from "../sources.ts";
import type { Apply, StepOf } from "./step.ts";

/** Equal beginnings of this many characters, seen at the same time, share their fate. */
const hashedChars = 500;

/**
 * Keeps a part of the records, each of which then stands for so many. A trace's records are kept by a hash of its id alone, as its spans and its
 * visit are, so that they stay or go together: sampled twice, what remains is the lower rate, not the product. Other records are kept
 * by a hash of themselves and of `salt`, so that two steps decide independently.
 */
export function compileSample({ rate }: StepOf<"sample">, salt: string): Apply {
  return (record) => {
    const isOfTrace = record.traceId !== "";
    if (!isKept(isOfTrace ? record.traceId : fingerprintOf(record, salt), rate)) return "dropped";
    const before = record.weight ?? 1;
    record.weight = Math.min(limits.weight, isOfTrace ? Math.max(before, 1 / rate) : before / rate);
    return "done";
  };
}

function fingerprintOf({ timeUnixNano, observedTimeUnixNano, body }: LogRecord, salt: string): string {
  const text = scalarText(body).slice(0, hashedChars);
  return `${hash32(text)}|${timeUnixNano}|${observedTimeUnixNano}|${salt}`;
}
