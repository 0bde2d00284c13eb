import type { Instrumentation } from "../instrumentation.ts";
import { listen, stopAll } from "../safely.ts";

/**
 * Page views: the first load, navigations inside the document, and returns from the back/forward cache. A change of the path is a view, one
 * of the query too unless it replaces the entry (filters keep their state that way); changes of the fragment never are. Navigations are told
 * by the Navigation API; `historyFallback` tells them to browsers without it.
 */
export const pageviews: Instrumentation = (_emit, { on, view, settle }) => {
  let { pathname, search } = location;

  const moved = ({ replaced }: { replaced: boolean }) => {
    const isView = location.pathname !== pathname || (!replaced && location.search !== search);
    ({ pathname, search } = location);
    if (!isView) return;
    if (!replaced) settle();
    view("soft-navigation");
  };

  view();

  return stopAll(
    listen(window, "pageshow", (event: PageTransitionEvent) => event.persisted && view("back-forward-cache")),
    window.navigation &&
      listen(navigation, "currententrychange", ({ navigationType }: NavigationCurrentEntryChangeEvent) =>
        moved({ replaced: navigationType === "replace" }),
      ),
    on("moved", moved),
  );
};
