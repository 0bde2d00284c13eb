import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

// How V8 keeps house: what the agent makes lives for a moment, what it keeps is 8 MB, and V8 would rather take memory than time. The flags must
// be set before the rest of the program runs.
const flags = [
  // What is new may otherwise grow to 16 MB thrice over.
  "--semi-space-growth-factor=1",
  "--no-concurrent-recompilation",
  "--expose-gc",
];
const flagsSince24 = [
  // Each thread has memory of its own, and costs more than it saves where there is so little to do. Node 20 and 22 cannot change to one
  // after they have started: their first full collection ends the process.
  "--single-threaded-gc",
  // V8's second optimising compiler alone makes code as fast for this program, and the first takes 5 MB. Older versions have only the first.
  "--no-turbofan",
];
const isSince24 = Number.parseInt(process.versions.node, 10) >= 24;
for (const flag of isSince24 ? [...flags, ...flagsSince24] : flags) setFlagsFromString(flag);

const collect: () => void = runInNewContext("gc");

/** Of telemetry, as text. */
const collectEveryBytes = 9_000_000;
/** The first time comes soon: what the start has left is worth it. */
let sinceCollected = collectEveryBytes - 1_000_000;

/**
 * To be told how much was shipped. What lives long enough for a request to be answered is old to V8, which would let 16 MB of that come
 * together before it looks; collecting it takes 8 ms each time, a twentieth of the time in which so much is shipped.
 */
export function noteShipped(bytes: number): void {
  sinceCollected += bytes;
  if (sinceCollected < collectEveryBytes) return;
  sinceCollected = 0;
  collect();
}
