import { selectorOf } from "../selector.ts";
import { FRAME_TOLERANCE_MS, INTERACTIONS_PER_OUTLIER, REMEMBERED_FRAMES, REMEMBERED_INTERACTIONS } from "./limits.ts";

/** What was handled before one paint. */
type Handling = { paintedAt: number; processingStart: number; processingEnd: number };

export type Interaction = {
  /** Its longest event. */
  longest: PerformanceEventTiming;
  handling: Handling;
  target?: string | undefined;
};

/** The interactions of one visit. */
export type Inputs = {
  /** How many the document had seen before. */
  earlier: number;
  /** The slowest first. */
  slowest: Interaction[];
  /** The latest first. */
  handlings: Handling[];
};

/** Takes all events, since those without an interaction may have held it up. */
export function addInput({ slowest, handlings }: Inputs, entry: PerformanceEventTiming): void {
  const { interactionId, startTime, duration, processingStart, processingEnd } = entry;
  const paintedAt = startTime + duration;
  let handling = handlings.find((known) => Math.abs(known.paintedAt - paintedAt) <= FRAME_TOLERANCE_MS);
  if (!handling) {
    handling = { paintedAt, processingStart, processingEnd };
    handlings.unshift(handling);
    handlings.splice(REMEMBERED_FRAMES);
  }
  handling.processingStart = Math.min(handling.processingStart, processingStart);
  handling.processingEnd = Math.max(handling.processingEnd, processingEnd);

  if (!interactionId) return;
  let interaction = slowest.find(({ longest }) => longest.interactionId === interactionId);
  if (!interaction) {
    interaction = { longest: entry, handling };
    slowest.push(interaction);
  }
  if (duration > interaction.longest.duration) Object.assign(interaction, { longest: entry, handling });
  // Told at once, since the element may be gone later.
  interaction.target ??= selectorOf(entry.target);
  slowest.sort((one, other) => other.longest.duration - one.longest.duration).splice(REMEMBERED_INTERACTIONS);
}

/** How many there were in the visit, those without a slow event too. Not a number where the browser does not count. */
export const tally = ({ earlier }: Inputs): number => performance.interactionCount - earlier;

/** The slowest one, with one overlooked for every fifty: an estimate of the 98th percentile. */
export const typicalWorst = (inputs: Inputs): Interaction | undefined =>
  inputs.slowest[Math.floor(tally(inputs) / INTERACTIONS_PER_OUTLIER) || 0] ?? inputs.slowest.at(-1);
