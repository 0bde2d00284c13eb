/**
 * Milliseconds since the epoch of a moment on the time line of `performance.now()`. Counted from now, since that line may stand still while
 * the computer sleeps.
 */
export const toEpoch = (moment: number = performance.now()): number =>
  Math.round(Date.now() - performance.now() + moment);
