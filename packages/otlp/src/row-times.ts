import { limits, toDateTime64 } from "@perigee/schema";
import type { Findings } from "./findings.ts";

const nanosPerMs = 1_000_000n;

const redating = `log records lay more than ${limits.eventAgeMs / 86_400_000} days in the past or ${limits.eventAheadMs / 60_000} minutes in the future: they have the time of their observation or receipt, and their own as log.time`;

/** Judges the times of one request by when it was received. All in nanoseconds since the epoch. */
export class RowTimes {
  readonly receivedAt: bigint;
  readonly #oldest: bigint;
  readonly #latest: bigint;
  readonly #findings: Findings;

  constructor(receivedAtMs: number, findings: Findings) {
    this.receivedAt = BigInt(receivedAtMs) * nanosPerMs;
    this.#oldest = BigInt(receivedAtMs - limits.eventAgeMs) * nanosPerMs;
    this.#latest = BigInt(receivedAtMs + limits.eventAheadMs) * nanosPerMs;
    this.#findings = findings;
  }

  /** Log records that have another time than their own, so far. */
  redated = 0;

  /**
   * When a log record was written, as near as can be known: its own time, else that of its observation, each unless it lies outside of
   * the limits, else that of its receipt. A line comes but once, so it is not refused for what it says of time.
   */
  ofLog(own: bigint, observed: bigint): bigint {
    if (this.#isWithin(own)) return own;
    if (own > 0n) {
      this.redated += 1;
      this.#findings.warn(redating);
    }
    return this.#isWithin(observed) ? observed : this.receivedAt;
  }

  #isWithin(nanos: bigint): boolean {
    return nanos >= this.#oldest && nanos <= this.#latest;
  }

  /** A time in the far future becomes that of receipt; so does one that is not known. */
  clamp(nanos: bigint): bigint {
    if (nanos <= this.#latest) return nanos <= 0n ? this.receivedAt : nanos;
    this.#findings.warn("times lay in the future and were set to when the request was received");
    return this.receivedAt;
  }

  /** Since when a sum counts: 0 where that is not known, and never after the time of the sum itself. */
  clampStart(start: bigint, time: bigint): bigint {
    if (start <= time) return start < 0n ? 0n : start;
    this.#findings.warn("data points began after their own time; they begin at it now");
    return time;
  }

  /** Counts the record as refused. */
  isTooOld(nanos: bigint, name: string): boolean {
    if (nanos >= this.#oldest) return false;
    this.#findings.reject(`${name} lies more than ${limits.eventAgeMs / 86_400_000} days in the past`);
    return true;
  }
}

/** Text of a DateTime64(9) in UTC. */
export function toDateTime64Nanos(nanos: bigint): string {
  const ms = nanos / nanosPerMs;
  return toDateTime64(Number(ms)) + String(1_000_000 + Number(nanos - ms * nanosPerMs)).slice(1);
}
