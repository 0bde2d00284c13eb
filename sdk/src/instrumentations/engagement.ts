import type { Instrumentation, LeaveReason } from "../instrumentation.ts";
import { listen, stopAll } from "../safely.ts";

/** Shorter looks are redirects, whose view is never told (see SETTLE_MS of page views), and flickers. */
const SHORTEST_MS = 250;

/** How long a page was in the foreground, told each time it is hidden or left. */
export const engagement: Instrumentation = (emit, context) => {
  let visibleSince: number | undefined;

  const resume = () => {
    if (!document.hidden) visibleSince ??= performance.now();
  };

  const pause = (reason: LeaveReason) => {
    if (visibleSince === undefined) return;
    const durationMs = Math.round(performance.now() - visibleSince);
    if (durationMs >= SHORTEST_MS) emit({ kind: "engagement", durationMs });
    visibleSince = reason === "view" ? performance.now() : undefined;
  };

  const stop = stopAll(
    context.onLeave(pause),
    listen(document, "visibilitychange", resume),
    listen(window, "pageshow", resume),
  );
  resume();
  return stop;
};
