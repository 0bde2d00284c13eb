import type { AnyValue, KeyValues, LogRecord, Resource, Scope, Scoped } from "@perigee/otlp";
import type { Parse } from "./line-parser.ts";

type Options = { parse: Parse; attributes: Record<string, string | number | boolean> };

type Line = { text: string; time: bigint; path: string | undefined };

/** Of so many lines are there records at the same time, which take ten times as much memory. */
const linesAtOnce = 8;

/** Makes records of lines, in the order in which they come. */
export class LineRecords {
  readonly #parse: Parse;
  readonly #attributes: [string, AnyValue][];
  readonly #resources = new Map<string, Resource>();
  #lines = new Map<Resource, Line[]>();
  #lastTime = 0n;
  count = 0;
  chars = 0;

  constructor({ parse, attributes }: Options) {
    this.#parse = parse;
    this.#attributes = Object.entries(attributes);
  }

  add(text: string, service: string, path?: string): void {
    const resource = this.#resourceOf(service);
    const lines = this.#lines.get(resource);
    const line = { text, time: this.#nextTime(), path };
    if (lines) lines.push(line);
    else this.#lines.set(resource, [line]);
    this.count += 1;
    this.chars += text.length;
  }

  /** What was added since the last time, parsed as it is asked for. */
  take(): Iterable<Scoped<LogRecord>> {
    const taken = this.#lines;
    // Not `clear`: V8 links what a map had to what it gets, so that one that has grown old holds all lines up to the next full collection.
    this.#lines = new Map();
    this.count = 0;
    this.chars = 0;
    return this.#make(taken);
  }

  *#make(taken: Map<Resource, Line[]>): Generator<Scoped<LogRecord>> {
    for (const [resource, lines] of taken) {
      for (let from = 0; from < lines.length; from += linesAtOnce) {
        const items = lines
          .slice(from, from + linesAtOnce)
          .map(({ text, time, path }) => makeRecord(text, time, this.#attributesOf(path)));
        yield* this.#parse([{ resource, scope, items }]);
      }
    }
  }

  #attributesOf(path: string | undefined): KeyValues {
    const attributes = new Map(this.#attributes);
    if (path !== undefined) attributes.set("log.file.path", path);
    return attributes;
  }

  /**
   * Nanoseconds of now, and never the same twice: lines that bear no time keep their order, and two batches of equal lines are not taken
   * for one that was sent twice.
   */
  #nextTime(): bigint {
    if (this.count > 0) this.#lastTime += 1n;
    else {
      const now = BigInt(Date.now()) * 1_000_000n;
      this.#lastTime = now > this.#lastTime ? now : this.#lastTime + 1n;
    }
    return this.#lastTime;
  }

  #resourceOf(service: string): Resource {
    const known = this.#resources.get(service);
    if (known) return known;
    const attributes = new Map<string, AnyValue>([["service.name", service]]);
    const made: Resource = { attributes, droppedAttributesCount: 0, schemaUrl: "" };
    this.#resources.set(service, made);
    return made;
  }
}

const scope: Scope = {
  name: "@perigee/agent",
  version: "",
  attributes: new Map(),
  droppedAttributesCount: 0,
  schemaUrl: "",
};

const makeRecord = (body: string, observedTimeUnixNano: bigint, attributes: KeyValues): LogRecord => ({
  timeUnixNano: 0n,
  observedTimeUnixNano,
  severityNumber: 0,
  severityText: "",
  body,
  attributes,
  droppedAttributesCount: 0,
  flags: 0,
  traceId: "",
  spanId: "",
  eventName: "",
});
