/** How interactions are told apart and judged. In a file that imports nothing, for the reason that limits.ts gives. */

/** How long after a press or a click something counts as its outcome. */
export const OUTCOME_MS = 1_000;

/** How long after the last press or click a button that did nothing is dead: just before its interaction is told. */
export const JUDGED_MS = 950;

/** What follows on the same thing sooner belongs to one interaction; so three clicks of one are within a second or so. */
export const BURST_MS = 500;

/** Whole milliseconds of two clocks may be so far apart. */
export const CLOCK_MS = 2;

/** Presses and clicks whose trace id may still be asked for, by INP for example. */
export const REMEMBERED = 20;

/** Interaction events of one page view: nobody means more clicks than these. */
export const MAX_INTERACTIONS = 200;
