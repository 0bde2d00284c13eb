import type { Options } from "./options.ts";
import type { Session } from "./session.ts";

/**
 * The rate at which events of a session are kept, or 0 where this session is left out. Drawn from the session's id, so that a session is
 * kept or left out as a whole, on every page and in every tab; one whose errors alone are kept tells nothing else.
 */
export function rateOf({ id }: Session, { sampleRate = 1, errorSampleRate = 1 }: Options, isError?: boolean): number {
  const rate = isError ? Math.max(sampleRate, errorSampleRate) : sampleRate;
  // The last digits of our ids are random decimal ones.
  return Number(`.${id.slice(-8)}`) < rate ? rate : 0;
}
