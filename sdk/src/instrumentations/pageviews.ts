import type { Instrumentation } from "../instrumentation.ts";
import type { Page } from "../page.ts";
import { later, listen, safely, stopAll } from "../safely.ts";
import type { NavigationType } from "../wire.ts";

/** A view is told after this pause: by then redirects are through, the title is set and `client.page({ route })` was called. */
const SETTLE_MS = 200;

type Pending = { page: Page; time: number; navigationType: NavigationType; cancel: () => void };

/**
 * Page views: the first load, navigations inside the document, and returns from the back/forward cache. A change of the path is a view, one
 * of the query too unless it replaces the entry (filters keep their state that way); changes of the fragment never are.
 */
export const pageviews: Instrumentation = (emit, context) => {
  let { pathname, search } = location;
  let pending: Pending | undefined;

  const settle = () => {
    if (!pending) return;
    const { page, time, navigationType, cancel } = pending;
    pending = undefined;
    cancel();
    const { url, route, title = document.title } = page;
    emit({ kind: "pageview", time, url, route, title, navigationType });
  };

  const view = (type: NavigationType) => {
    // A view that is replaced while it is pending was a redirect: the one it leads to takes its place.
    pending?.cancel();
    const navigationType = pending?.navigationType ?? type;
    const page = context.startView(location.href);
    pending = { page, time: Date.now(), navigationType, cancel: later(settle, SETTLE_MS) };
  };

  const moved = (replaced: boolean) => {
    const isView = location.pathname !== pathname || (!replaced && location.search !== search);
    ({ pathname, search } = location);
    if (!isView) return;
    if (!replaced) settle();
    view("soft-navigation");
  };

  const stop = stopAll(
    context.onLeave((reason) => reason === "hidden" && settle()),
    listen(window, "pageshow", (event: PageTransitionEvent) => event.persisted && view("back-forward-cache")),
    watchNavigations(moved),
    () => pending?.cancel(),
  );
  view(firstNavigationType());
  return stop;
};

function firstNavigationType(): NavigationType {
  const [entry] = performance.getEntriesByType("navigation") as (PerformanceNavigationTiming & {
    activationStart?: number;
  })[];
  if (entry?.activationStart) return "prerender";
  if (document.wasDiscarded) return "restore";
  return (entry?.type.replace("_", "-") as NavigationType | undefined) ?? "navigate";
}

/** Tells of each change of the document's address, by the Navigation API or, where that is missing, by patched history methods. */
function watchNavigations(moved: (replaced: boolean) => void): () => void {
  if (window.navigation) {
    return listen(navigation, "currententrychange", (event: NavigationCurrentEntryChangeEvent) =>
      moved(event.navigationType === "replace"),
    );
  }
  return stopAll(
    listen(window, "popstate", () => moved(false)),
    patchHistory("pushState", () => moved(false)),
    patchHistory("replaceState", () => moved(true)),
  );
}

function patchHistory(name: "pushState" | "replaceState", called: () => void): () => void {
  const original = history[name];
  let active = true;
  const patched: History["pushState"] = function (this: History, ...args) {
    original.apply(this, args);
    if (active) safely(called);
  };
  history[name] = patched;
  return () => {
    active = false;
    // Somebody who patched after us still calls ours: then it stays as a bare pass-through.
    if (history[name] === patched) history[name] = original;
  };
}
