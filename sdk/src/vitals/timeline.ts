import { guard } from "../safely.ts";
import { SHORTEST_EVENT_MS } from "./limits.ts";

declare global {
  interface PerformanceObserverInit {
    durationThreshold?: number;
  }
}

/**
 * Entries of the performance timeline that TypeScript's own types do not know, or know less of. All times are milliseconds on the time line of
 * `performance.now()`.
 */

export type LayoutShift = PerformanceEntry & {
  value: number;
  hadRecentInput: boolean;
  sources: readonly { node?: Node | null }[];
};

export type InteractionContentfulPaint = PerformanceEntry & {
  interactionId?: number;
  largestContentfulPaint?: LargestContentfulPaint | null;
};

export type SoftNavigation = PerformanceEntry & {
  interactionId?: number;
  paintTime?: number;
  presentationTime?: number;
  getLargestInteractionContentfulPaint?: () => InteractionContentfulPaint | null;
};

export type ScriptTiming = PerformanceEntry & {
  invoker: string;
  sourceURL: string;
  sourceFunctionName: string;
};

export type LongAnimationFrame = PerformanceEntry & {
  scripts: readonly ScriptTiming[];
};

type Timeline = {
  paint: PerformanceEntry;
  "largest-contentful-paint": LargestContentfulPaint;
  "layout-shift": LayoutShift;
  "long-animation-frame": LongAnimationFrame;
  event: PerformanceEventTiming;
  "first-input": PerformanceEventTiming;
  "soft-navigation": SoftNavigation;
  "interaction-contentful-paint": InteractionContentfulPaint;
};

/** One for each type of entry. */
export type Handlers = { [Type in keyof Timeline]: (entry: Timeline[Type]) => void };

/** Hands over every entry from the document's beginning on, one by one in the order in which they ended. */
export function watchTimeline(handlers: Handlers): { drain(): void; stop(): void } {
  const take = (entries: PerformanceEntryList) => {
    for (const entry of entries.sort((one, other) => one.startTime + one.duration - other.startTime - other.duration)) {
      guard(handlers[entry.entryType as keyof Timeline] as (entry: PerformanceEntry) => void)(entry);
    }
  };
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  for (const type of PerformanceObserver.supportedEntryTypes) {
    if (type in handlers) observer.observe({ type, buffered: true, durationThreshold: SHORTEST_EVENT_MS });
  }
  return {
    drain: () => take(observer.takeRecords()),
    stop: () => observer.disconnect(),
  };
}
