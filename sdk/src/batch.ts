import { makeContext } from "./context.ts";
import { debug } from "./debug.ts";
import { MAX_BATCH_BYTES, MAX_BATCH_EVENTS } from "./limits.ts";
import type { Options } from "./options.ts";
import type { Session } from "./session.ts";
import { uuidv7 } from "./uuid.ts";
import type { WireContext } from "./wire.ts";

/** Events that travel together. The id stays the same however often it is sent, so that the server recognises a repeat. */
export type Batch = {
  id: string;
  context: WireContext;
  /** JSON texts, in order. */
  events: readonly string[];
  /** Times that sending it has failed. */
  failures: number;
};

const makeBatch = (context: WireContext, events: readonly string[]): Batch => ({
  id: uuidv7(),
  context,
  events,
  failures: 0,
});

/** The body of one attempt to send. */
export const encodeBatch = ({ id, context, events }: Batch): string =>
  `{"id":"${id}","sentAt":${Date.now()},"context":${JSON.stringify(context)},"events":[${events}]}`;

/** Two batches that hold the events of one, under new ids: neither is a repeat of the whole. */
export function halve({ context, events }: Batch): [Batch, Batch] {
  const middle = Math.ceil(events.length / 2);
  return [makeBatch(context, events.slice(0, middle)), makeBatch(context, events.slice(middle))];
}

export const byteLength = (body: string | Blob): number => new Blob([body]).size;

export type Batcher = {
  /** Events of different sessions never share a batch. */
  add(event: string, session: Session): void;
  /** Hands over what there is, full or not. */
  seal(): void;
};

/** Collects events, and hands over a batch when it is full by count or bytes or when the session changes. */
export function createBatcher(options: Options, ready: (batch: Batch) => void): Batcher {
  const maxEvents = Math.min(options.batchSize ?? MAX_BATCH_EVENTS, MAX_BATCH_EVENTS);
  let openSession: Session | undefined;
  let context: WireContext;
  let events: string[] = [];
  let bytes = 0;

  const seal = () => {
    if (!events.length) return;
    const batch = makeBatch(context, events);
    events = [];
    ready(batch);
  };

  const add = (event: string, session: Session) => {
    const eventBytes = byteLength(event) + 1;
    if (session !== openSession || bytes + eventBytes > MAX_BATCH_BYTES) seal();
    if (!events.length) {
      openSession = session;
      context = makeContext(session, options);
      bytes = byteLength(encodeBatch(makeBatch(context, [])));
    }
    if (bytes + eventBytes > MAX_BATCH_BYTES) return debug("dropped: too large");
    events.push(event);
    bytes += eventBytes;
    if (events.length >= maxEvents) seal();
  };

  return { add, seal };
}
