import type { NavigationType } from "./wire.ts";

declare global {
  // What TypeScript's own types leave out, since not every browser has it.
  interface Document {
    prerendering?: boolean;
    wasDiscarded?: boolean;
  }
  interface PerformanceNavigationTiming {
    activationStart?: number;
  }
}

/** How the document was loaded; empty where the browser does not tell. */
export const navigationTiming = (): Partial<PerformanceNavigationTiming> =>
  (performance.getEntriesByType("navigation") as PerformanceNavigationTiming[])[0] ?? {};

/** What led to the document. */
export function documentNavigationType(): NavigationType {
  const { activationStart, type = "navigate" } = navigationTiming();
  return activationStart ? "prerender" : (type.replace("_", "-") as NavigationType);
}
