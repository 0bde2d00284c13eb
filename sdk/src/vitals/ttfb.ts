import { navigationTiming } from "../navigation.ts";
import type { Measure } from "./measure.ts";

/** Milliseconds from the start of the navigation, or from the activation of a prerendered page, until the first byte. */
export function measureTtfb(): Measure | undefined {
  const timing = navigationTiming();
  const { activationStart = 0, responseStart = 0 } = timing;
  // Some browsers say 0 to guard privacy, and some a time that is negative or still to come.
  if (!(responseStart > 0 && responseStart < performance.now())) return undefined;
  const since = (time = 0) => Math.max(time - activationStart, 0);
  const value = since(responseStart);
  // The start of a service worker counts as cache: what else it does cannot be told apart.
  const waited = since(timing.workerStart || timing.fetchStart);
  const looked = since(timing.domainLookupStart);
  const connected = since(timing.connectStart);
  // The gap between connection and request counts as request, so that a reused connection took no time.
  const requested = since(timing.connectEnd);
  return {
    value,
    attribution: {
      waitingDuration: waited,
      cacheDuration: looked - waited,
      dnsDuration: connected - looked,
      connectionDuration: requested - connected,
      requestDuration: value - requested,
    },
  };
}
