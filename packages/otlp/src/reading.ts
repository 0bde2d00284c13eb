import { type FailureType, limits } from "@perigee/schema";
import { Findings } from "./findings.ts";

/** A request that is refused as a whole. It is thrown from deep inside of a reader and becomes a failure in read.ts, nowhere else. */
export class Unreadable extends Error {
  readonly type: FailureType;

  constructor(message: string, options: ErrorOptions & { type: FailureType }) {
    super(message, options);
    this.type = options.type;
  }
}

/** A value in JSON that its field does not take. It costs the record in which it stands, or the request where it stands in none. */
export class WrongField extends Error {}

/** What one request is allowed and what was found in it. Two bytes make an empty message, so memory is bounded by counting them. */
export class Reading {
  readonly findings = new Findings();
  #records: number = limits.otlpRecords;
  #values: number = limits.otlpValues;

  /** Of a log record, a span and its events and links, a metric, a data point and its exemplars and quantiles. */
  addRecord(): void {
    if (--this.#records < 0) {
      throw new Unreadable(`The request holds more than ${limits.otlpRecords} records.`, { type: "too-many-events" });
    }
  }

  /** Of an attribute, an entry of a list, an entity of a resource or a key that one names. */
  addValue(): void {
    if (--this.#values < 0) {
      throw new Unreadable(`The request holds more than ${limits.otlpValues} attributes.`, { type: "too-many-events" });
    }
  }

  /** A list or map inside of so many others that what it holds is left out. */
  cutDepth(): null {
    this.findings.warn(`values lay deeper than ${limits.otlpValueDepth} levels and were left out`);
    return null;
  }
}
