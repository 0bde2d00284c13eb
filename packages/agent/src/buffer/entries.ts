import {
  type LogRecord,
  type Metric,
  type Scoped,
  type Span,
  writeLogRecords,
  writeLogs,
  writeMetricItems,
  writeMetrics,
  writeSpanItems,
  writeSpans,
} from "@perigee/otlp";
import type { Telemetry } from "../input.ts";
import type { Signal } from "./frame.ts";
import type { TextPool } from "./text-pool.ts";

/**
 * Telemetry as it waits for its batch: members of the one list of a request in OTLP/JSON, separated by commas. The objects that it was
 * made of live for a moment only; kept until the batch is full they would be copied again and again by the garbage collector.
 */
export type Entries = { signal: Signal; items: number; text: Buffer };

/** So many items become text before the next ones are touched. */
const itemsAtOnce = 8;

export const toEntries = ({ logs = [], spans = [], metrics = [] }: Telemetry, pool: TextPool): Entries[] => [
  ...entriesOf(logs, ofLogs, pool),
  ...entriesOf(spans, ofSpans, pool),
  ...entriesOf(metrics, ofMetrics, pool),
];

function entriesOf<Item>(tree: Iterable<Scoped<Item>>, writer: Writer<Item>, pool: TextPool): Entries[] {
  const entries: Entries[] = [];
  let open: OpenEntry<Item> | undefined;
  for (const some of inPieces(tree)) {
    const text = writer.join(some.items);
    if (open?.add(some, text)) continue;
    if (open) entries.push(open.close());
    open = new OpenEntry(some, writer, (bytes) => pool.take(bytes + Buffer.byteLength(text) + 1));
    open.add(some, text);
  }
  return open ? [...entries, open.close()] : entries;
}

function* inPieces<Item>(tree: Iterable<Scoped<Item>>): Generator<Scoped<Item>> {
  for (const { items, ...of } of tree)
    for (let from = 0; from < items.length; from += itemsAtOnce)
      yield { ...of, items: items.slice(from, from + itemsAtOnce) };
}

/** One member of the list, which grows: a resource with one scope and its items. */
class OpenEntry<Item> {
  readonly #of: Scoped<Item>;
  readonly #signal: Signal;
  readonly #tail: string;
  readonly #memory: Buffer;
  #length: number;
  #items = 0;

  constructor(of: Scoped<Item>, { signal, around }: Writer<Item>, take: (bytes: number) => Buffer) {
    const { head, tail } = around(of);
    this.#of = of;
    this.#signal = signal;
    this.#tail = tail;
    this.#memory = take(Buffer.byteLength(head + tail));
    this.#length = this.#memory.write(head);
  }

  /** False, and nothing is added, where it is of something else or there is no room for it. */
  add({ resource, scope, items }: Scoped<Item>, text: string): boolean {
    if (resource !== this.#of.resource || scope !== this.#of.scope) return false;
    if (this.#length + Buffer.byteLength(text) + Buffer.byteLength(this.#tail) >= this.#memory.length) return false;
    if (this.#items > 0) this.#length += this.#memory.write(",", this.#length);
    this.#length += this.#memory.write(text, this.#length);
    this.#items += items.length;
    return true;
  }

  close(): Entries {
    this.#length += this.#memory.write(this.#tail, this.#length);
    return { signal: this.#signal, items: this.#items, text: this.#memory.subarray(0, this.#length) };
  }
}

/** How a request begins; all end alike. */
export const requestStart: Record<Signal, string> = {
  logs: '{"resourceLogs":[',
  traces: '{"resourceSpans":[',
  metrics: '{"resourceMetrics":[',
};
export const requestEnd = "]}";

type Writer<Item> = {
  signal: Signal;
  /** What stands before and behind the items of one resource and scope. */
  around: (scoped: Scoped<Item>) => { head: string; tail: string };
  /** Items with commas between them. */
  join: (items: readonly Item[]) => string;
};

type Write<Item> = {
  tree: (tree: Scoped<Item>[]) => string;
  items: Writer<Item>["join"];
};

/** Takes requests apart, since their parts are written at different times. */
function writerOf<Item>(signal: Signal, list: string, write: Write<Item>): Writer<Item> {
  const emptyList = `"${list}":[]`;
  const around = ({ resource, scope }: Scoped<Item>) => {
    const entry = write.tree([{ resource, scope, items: [] }]).slice(requestStart[signal].length, -requestEnd.length);
    // It stands nowhere else: within texts, quotes have a backslash before them.
    const end = entry.indexOf(emptyList) + emptyList.length - 1;
    return { head: entry.slice(0, end), tail: entry.slice(end) };
  };
  return { signal, around, join: write.items };
}

const ofLogs = writerOf<LogRecord>("logs", "logRecords", { tree: writeLogs, items: writeLogRecords });
const ofSpans = writerOf<Span>("traces", "spans", { tree: writeSpans, items: writeSpanItems });
const ofMetrics = writerOf<Metric>("metrics", "metrics", { tree: writeMetrics, items: writeMetricItems });
