import { type Batch, byteLength, encodeBatch, makeBatch } from "./batch.ts";
import { makeContext } from "./context.ts";
import { debug } from "./debug.ts";
import type { Context } from "./instrumentation.ts";
import { COMPRESS_FROM_CHARS, KEEPALIVE_BYTES, MAX_BATCH_BYTES, MAX_BATCH_EVENTS, MAX_WAITING } from "./limits.ts";
import { isTemporary, MAX_FAILURES, retryDelayMs } from "./retry.ts";
import { later } from "./safely.ts";

/** One body on its way, and the answer to it; a beacon has none. */
export type Sent = { text: string; response?: Promise<Response> };

export type Delivery = {
  /** Where batches go, with all that the query says about an uncompressed body. */
  address: string;
  /** Puts an event, a JSON text, in the batch that is being filled. A context is made for each batch. */
  enqueue(event: string): void;
  /** Closes the batch that is being filled: what comes next has another context. */
  seal(): void;
  /** Puts a whole batch in line. */
  requeue(batch: Batch): void;
  /** Batches that wait, the one that is being filled last. */
  unsent(): Batch[];
  /** Sends what may be sent now. `gone`: the document is being unloaded, so that everything unfinished goes to beacons. */
  flush(gone?: boolean): void;
  /** Forgets everything that has not left. */
  drop(): void;
};

/**
 * Brings batches to the server as CORS-simple requests (text/plain, all marks in the query), hence never with a preflight, and as far
 * as the browser's allowance goes by requests that outlive their page. After a temporary failure a batch comes back to the front and
 * everything pauses.
 */
export function createDelivery(context: Context): Delivery {
  const { options, isGranted, tell } = context;
  const address = options.endpoint.replace(/\/?$/, `/v1/events?key=${options.apiKey}`);
  // Taken before anybody watches it: what the SDK sends is not for its own instrumentations.
  const { fetch } = window;
  /** Fewer than the 15 requests that browsers let outlive a page. */
  const waiting: Batch[] = [];
  let open: Batch | undefined;
  let openBytes = 0;
  /** Requests under way with the bytes they have of the browser's allowance; 0 for one that closing the page would cut off. */
  const flights = new Map<Batch, number>();
  /** In a row. */
  let failures = 0;
  let pause: (() => void) | undefined;

  // Without a network, beacons would be taken and lost, and a failure would say nothing about the server.
  const mayLeave = () => isGranted() && navigator.onLine;

  const requeue = (batch: Batch) => {
    waiting.push(batch);
    waiting.splice(0, waiting.length - MAX_WAITING);
    // Not at once: a batch that is made in order to be handed over must not become a request.
    queueMicrotask(send);
  };

  const seal = () => {
    if (open) requeue(open);
    open = undefined;
  };

  const enqueue = (event: string) => {
    const bytes = byteLength(event);
    if (openBytes + bytes > MAX_BATCH_BYTES) seal();
    if (!open) {
      open = makeBatch(makeContext(context));
      openBytes = byteLength(encodeBatch(open));
    }
    openBytes += bytes;
    if (open.eventTexts.push(event) >= (options.batchSize ?? MAX_BATCH_EVENTS)) seal();
  };

  const post = async (batch: Batch) => {
    flights.set(batch, 0);
    const response = await launch(batch).catch(debug);
    // What is no longer under way has left by a beacon meanwhile, or must not leave any more.
    if (!flights.delete(batch)) return;
    if (response?.ok) {
      failures = 0;
      return;
    }
    if (!isTemporary(response?.status) || ++failures > MAX_FAILURES || !isGranted()) return debug(response);
    batch.resent = true;
    waiting.unshift(batch);
    pause ??= later(
      () => {
        pause = undefined;
        send();
      },
      retryDelayMs(failures, response?.headers.get("retry-after")),
    );
  };

  const launch = async (batch: Batch) => {
    const text = encodeBatch(batch);
    // Nothing asynchronous may stand before the request of a page that can be gone in the next moment.
    const compresses =
      !document.hidden &&
      options.compression !== "none" &&
      text.length > COMPRESS_FROM_CHARS &&
      window.CompressionStream;
    const body = compresses ? await gzip(text) : text;
    if (!flights.has(batch)) return undefined;
    const bytes = byteLength(body);
    let used = bytes;
    for (const allowance of flights.values()) used += allowance;
    const keepalive = used < KEEPALIVE_BYTES;
    if (keepalive) flights.set(batch, bytes);
    const response = fetch(compresses ? `${address}&z=gzip` : address, {
      method: "POST",
      body,
      credentials: "omit",
      keepalive,
    });
    tell("sent", { text, response });
    return response;
  };

  /** What is too large for the browser's remaining allowance may fit in halves; what never fits waits for the page to come back. */
  const beacon = (batch: Batch) => {
    const { contextText, eventTexts } = batch;
    const text = encodeBatch(batch);
    if (navigator.sendBeacon(address, text)) tell("sent", { text });
    else if (eventTexts[1]) {
      // Under ids of their own: neither is a repeat of the whole.
      beacon(makeBatch(contextText, eventTexts.splice(eventTexts.length / 2)));
      beacon(makeBatch(contextText, eventTexts));
    } else waiting.push(batch);
  };

  const send = () => {
    // A prerendered page may never be seen: what it tells is kept until somebody looks.
    if (pause || !mayLeave() || document.prerendering) return;
    for (const batch of waiting.splice(0)) void post(batch);
  };

  return {
    address,
    enqueue,
    seal,
    requeue,
    unsent: () => (open ? [...waiting, open] : waiting),
    flush(gone) {
      seal();
      // Beacons are the only senders that say at once whether they took it.
      if (!gone || !mayLeave()) return send();
      for (const [batch, allowance] of flights) if (!allowance && flights.delete(batch)) waiting.push(batch);
      waiting.splice(0).forEach(beacon);
    },
    drop() {
      waiting.splice(0);
      open = undefined;
      flights.clear();
      pause?.();
      pause = undefined;
    },
  };
}

const gzip = (text: string): Promise<Blob> =>
  new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).blob();
