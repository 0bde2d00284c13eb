import { fail, limits, type Result, succeed } from "@perigee/schema";

/**
 * Counts what a request holds while it is read, since two bytes may stand for an object of hundreds: what is beyond the limits is
 * counted but not kept, and the request is refused in the end.
 */
export class RequestTally {
  #records = 0;
  #buckets = 0;

  /** Whether one more stream, line, series or sample may be kept. */
  admitsRecord(): boolean {
    this.#records += 1;
    return this.#records <= limits.otlpRecords;
  }

  /** Whether one more bucket of a histogram, or a run of them, may be kept. */
  admitsBucket(): boolean {
    this.#buckets += 1;
    return this.#buckets <= limits.otlpValues;
  }

  /** `request`, unless it held too much. */
  check<T>(request: T): Result<T> {
    if (this.#records > limits.otlpRecords)
      return tooMany(`more than ${limits.otlpRecords} streams and lines, or series and samples`);
    if (this.#buckets > limits.otlpValues) return tooMany(`more than ${limits.otlpValues} buckets`);
    return succeed(request);
  }
}

const tooMany = (excess: string) =>
  fail("too-many-events", { message: `The request holds ${excess}. Send smaller batches.` });
