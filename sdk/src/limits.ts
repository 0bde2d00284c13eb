/**
 * How much and how long. In a file that imports nothing, since esbuild puts a number in the place of its name only where no import comes
 * before it.
 */

/** The most that ingest lets the SDK put in one batch, and the default. */
export const MAX_BATCH_EVENTS = 100;

/** Bytes of a whole body but for its commas: a keepalive request holds at most 64 KiB. */
export const MAX_BATCH_BYTES = 59_900;

/** Browsers allow 64 KiB in flight that outlive their page; the page itself may want some of that. */
export const KEEPALIVE_BYTES = 64_500;

/** Below this, gzip's header and the asynchronous detour cost more than they save. */
export const COMPRESS_FROM_CHARS = 1_000;

/** Batches kept while the server cannot be reached, 600 KB at most; the oldest give way. */
export const MAX_WAITING = 10;

/** A session ends after this long without a page view or a custom event. */
export const INACTIVITY_MS = 1_800_000;

/** Different errors that one view of a page may send. */
export const MAX_ERRORS_PER_VIEW = 30;

/** Events that one page view may have of what some pages have without end. */
export const MOST_REQUESTS = 100;
export const MOST_ENTRIES = 30;

/** Files and frames that are quicker say nothing. The browser itself calls frames long from 50 ms on. */
export const SLOW_RESOURCE_MS = 1_000;
export const LONG_FRAME_MS = 150;

/** A page whose `load` takes longer than this is the one that matters most: what waits for `load` starts all the same. */
export const LATEST_START_MS = 5_000;

/** Causes of an error and causes of these. */
export const MAX_CAUSES = 5;

/** Shorter looks at a page are redirects, whose view is never told, and flickers. */
export const SHORTEST_LOOK_MS = 250;
