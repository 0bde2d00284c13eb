import { navigationTiming } from "../navigation.ts";

/** How far the document was loaded at a moment that is past. */
export function loadStateAt(time: number): string {
  const { domInteractive, domContentLoadedEventStart, domComplete } = navigationTiming();
  // Steps that are still to come have the time 0.
  const isOver = (step?: number) => step && time >= step;
  if (isOver(domComplete)) return "complete";
  if (isOver(domContentLoadedEventStart)) return "dom-content-loaded";
  return isOver(domInteractive) ? "dom-interactive" : "loading";
}
