import type { Instrumentation } from "../instrumentation.ts";
import { patch } from "../patch.ts";
import { listen, stopAll } from "../safely.ts";

/**
 * Tells page views of navigations inside the document in browsers without the Navigation API (Safari before 26.2, Firefox before 147), by
 * patched history methods.
 */
export const historyFallback: Instrumentation = (_emit, { tell }) => {
  if (window.navigation) return () => {};

  const tellOf = (replaced: boolean) => () => tell("moved", { replaced });
  return stopAll(
    listen(window, "popstate", tellOf(false)),
    patch(history, "pushState", () => tellOf(false)),
    patch(history, "replaceState", () => tellOf(true)),
  );
};
