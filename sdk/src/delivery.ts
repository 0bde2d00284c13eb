import { type Batch, byteLength, encodeBatch, halve } from "./batch.ts";
import { debug } from "./debug.ts";
import { COMPRESS_FROM_CHARS, KEEPALIVE_BYTES, KEEPALIVE_REQUESTS, MAX_WAITING, TIMEOUT_MS } from "./limits.ts";
import type { Options } from "./options.ts";
import { isTemporary, MAX_FAILURES, retryDelayMs } from "./retry.ts";
import { later } from "./safely.ts";

export type Delivery = {
  add(batch: Batch): void;
  /** Sends what may be sent now. */
  send(): void;
  /** The document is being unloaded: everything unfinished goes to beacons, the only senders that say at once whether they took it. */
  handOver(): void;
  stop(): void;
};

/**
 * Brings batches to the server as CORS-simple requests (text/plain, all marks in the query), hence never with a preflight. A visible page
 * sends one after the other; a hidden one, which may be killed without another word, sends all at once by requests that outlive it.
 * After a temporary failure a batch comes back to the front and everything pauses.
 */
export function createDelivery({ endpoint, apiKey, compression }: Options): Delivery {
  const address = new URL(endpoint, location.href).href.replace(/\/?$/, `/v1/events?key=${apiKey}`);
  const compresses = compression !== "none" && window.CompressionStream;
  const waiting: Batch[] = [];
  /** Requests under way with the bytes they have of the browser's allowance; 0 for one that closing the page would cut off. */
  const flights = new Map<Batch, number>();
  let pause: (() => void) | undefined;

  const hasRoom = (bytes: number) => {
    let used = bytes;
    for (const allowance of flights.values()) used += allowance;
    // Firefox before 133 has no keepalive.
    return "keepalive" in Request.prototype && used < KEEPALIVE_BYTES && flights.size < KEEPALIVE_REQUESTS;
  };

  const post = async (batch: Batch) => {
    flights.set(batch, 0);
    const response = await launch(batch).catch(debug);
    // What is no longer under way has left by a beacon meanwhile.
    if (!flights.delete(batch)) return;
    if (!response?.ok) giveBack(batch, response);
    send();
  };

  const launch = async (batch: Batch) => {
    const text = encodeBatch(batch);
    // Nothing asynchronous may stand before the request of a page that can be gone in the next moment.
    const plain = !compresses || document.hidden || text.length < COMPRESS_FROM_CHARS;
    const body = plain ? text : await gzip(text);
    if (!flights.has(batch)) return undefined;
    const bytes = byteLength(body);
    const keepalive = hasRoom(bytes);
    if (keepalive) flights.set(batch, bytes);
    else if (document.hidden) {
      flights.delete(batch);
      beacon(batch);
      return undefined;
    }
    return fetch(plain ? address : `${address}&z=gzip`, {
      method: "POST",
      body,
      headers: { "content-type": "text/plain" },
      credentials: "omit",
      keepalive,
      signal: AbortSignal.timeout?.(TIMEOUT_MS),
    });
  };

  const giveBack = (batch: Batch, response: Response | undefined) => {
    const status = response?.status;
    batch.failures++;
    if (!isTemporary(status) || batch.failures >= MAX_FAILURES) return debug("dropped: status", status);
    waiting.unshift(batch);
    pause?.();
    const resume = () => {
      pause = undefined;
      send();
    };
    pause = later(resume, retryDelayMs(batch.failures, response?.headers.get("retry-after")));
  };

  /** What is too large for the browser's remaining allowance may fit in parts; what never fits waits for the page to come back. */
  const beacon = (batch: Batch) => {
    if (navigator.sendBeacon(address, encodeBatch(batch))) return;
    if (batch.events.length > 1) for (const half of halve(batch)) beacon(half);
    else waiting.push(batch);
  };

  const send = () => {
    // A prerendered page may never be seen: what it tells is kept until somebody looks.
    if (pause || document.prerendering) return;
    const room = flights.size ? 0 : 1;
    for (const batch of waiting.splice(0, document.hidden ? waiting.length : room)) void post(batch);
  };

  const handOver = () => {
    for (const [batch, allowance] of flights) if (!allowance && flights.delete(batch)) waiting.push(batch);
    for (const batch of waiting.splice(0)) beacon(batch);
  };

  const add = (batch: Batch) => {
    waiting.push(batch);
    if (waiting.length > MAX_WAITING) debug("dropped: too many", waiting.shift());
    // Not at once: a batch that was made in order to be handed over must not become a request.
    queueMicrotask(send);
  };

  return { add, send, handOver, stop: () => pause?.() };
}

const gzip = (text: string): Promise<Blob> =>
  new Response(new Response(text).body?.pipeThrough(new CompressionStream("gzip"))).blob();
