/**
 * How much and how long. In a file that imports nothing, since esbuild puts a number in the place of its name only where no import comes
 * before it.
 */

/** Pages that a late report may still be about. */
export const REMEMBERED_PAGES = 10;

/** Layout shifts without a second of rest between them, five seconds at most, count as one. */
export const LONGEST_REST_MS = 1_000;
export const LONGEST_BURST_MS = 5_000;

/** Shorter events trouble nobody. The document's first input is told however short it was. */
export const SHORTEST_EVENT_MS = 40;

/** What an interaction is said to take that was too short for the browser to tell. */
export const FAST_MS = 8;

/** One slow interaction of so many is overlooked. */
export const INTERACTIONS_PER_OUTLIER = 50;

/** So many are overlooked at most, which bounds what is remembered. */
export const REMEMBERED_INTERACTIONS = 10;

/** Durations are rounded to 8 ms, so events that the same frame painted seem to end this far apart. */
export const FRAME_TOLERANCE_MS = 8;

/** The browser may tell of an interaction some frames later than of what held it up. */
export const REMEMBERED_FRAMES = 10;

/** An interaction is told when the page is left; a page that stutters all the while may have forgotten by then which script held it up. */
export const REMEMBERED_SCRIPTS = 200;
