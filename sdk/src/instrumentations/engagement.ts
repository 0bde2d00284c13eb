import type { Instrumentation } from "../instrumentation.ts";
import { SHORTEST_LOOK_MS } from "../limits.ts";
import { capture, stopAll } from "../safely.ts";

/** How long a page was in the foreground and how deep it was seen, told each time it is hidden or left. */
export const engagement: Instrumentation = (emit, context) => {
  /** 0 in the background. */
  const now = () => (document.hidden ? 0 : performance.now());
  let visibleSince = now();
  /** The lowest scroll position of this view, in pixels. */
  let lowest = 0;

  return stopAll(
    context.on("leave", (reason) => {
      const durationMs = visibleSince && Math.round(performance.now() - visibleSince);
      if (durationMs >= SHORTEST_LOOK_MS) {
        // Reads the layout only now, when the page is left.
        const scrollDepth = Math.round(((lowest + innerHeight) / document.documentElement.scrollHeight) * 100);
        emit({ kind: "engagement", durationMs, scrollDepth: Math.min(100, scrollDepth) });
      }
      visibleSince = now();
      if (reason === "view") lowest = 0;
    }),
    // The layout is clean when the browser tells of scrolling.
    capture(window, "scroll", () => {
      lowest = Math.max(lowest, scrollY);
    }),
    capture(document, "visibilitychange", () => {
      visibleSince ||= now();
    }),
  );
};
