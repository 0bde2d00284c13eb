/**
 * How much and how long. In a file that imports nothing, since esbuild puts a number in the place of its name only where no import comes
 * before it.
 */

/** The most that ingest lets the SDK put in one batch, and the default. */
export const MAX_BATCH_EVENTS = 100;

/** Bytes of a whole body: a keepalive request holds at most 64 KiB. */
export const MAX_BATCH_BYTES = 60_000;

/** Browsers allow 64 KiB and some 15 requests in flight that outlive their page; the page itself may want some of that. */
export const KEEPALIVE_BYTES = 64_500;
export const KEEPALIVE_REQUESTS = 15;

/** Below this, gzip's header and the asynchronous detour cost more than they save. */
export const COMPRESS_FROM_CHARS = 1_000;

/** A server that takes a request and never answers must not hold up the queue for ever. */
export const TIMEOUT_MS = 30_000;

/** Batches kept while the server cannot be reached, 600 KB at most; the oldest give way. */
export const MAX_WAITING = 10;

/** In a hidden tab events wait less, since it may be discarded without another word. */
export const HIDDEN_FLUSH_MS = 1_000;

/** A session ends after this long without a page view or a custom event. */
export const INACTIVITY_MS = 1_800_000;
