import { useParams, usePathname, useSelectedLayoutSegments } from "next/navigation.js";
import { type ReactNode, useMemo } from "react";
import { init, type Options } from "../index.ts";
import { PerigeeProvider, usePage } from "../react/index.ts";
import { routePatternOf } from "./route-pattern.ts";

export type PerigeeNextProps = {
  /** Read once a page load. Null starts nothing, such as where no key is set. */
  options: Options | null;
  children?: ReactNode;
};

/**
 * For `app/layout`: starts Perigee with everything it can watch, once, and tells the route pattern of each view. Options that are functions
 * need a file of yours that says "use client"; the others can come from a server component.
 */
export function PerigeeNext({ options, children }: PerigeeNextProps): ReactNode {
  const place = usePlace();
  const start = options && (() => init({ ...options, routePattern: routeOfFirstView(options, place) }));
  return (
    <PerigeeProvider client={start}>
      <PerigeePages />
      {children}
    </PerigeeProvider>
  );
}

/**
 * Hydration of a large page may end after the first view was told, so its route is known from the start. Later views get theirs from
 * `PerigeePages`, in the same task that changes the address.
 */
const routeOfFirstView =
  ({ routePattern }: Options, first: Place | undefined): NonNullable<Options["routePattern"]> =>
  (url) =>
    routePattern?.(url) ?? (first && url.pathname.endsWith(first.pathname) ? first.route : undefined);

/** Tells the running client the route pattern of each view. `PerigeeNext` contains it; use it where you start a client of your own. */
export function PerigeePages(): ReactNode {
  usePage({ route: usePlace()?.route });
  return null;
}

type Place = { pathname: string; route: string };

/** Robots ask for thousands of addresses that do not exist: they are one route, as they are for Next. */
function usePlaceInBrowser(): Place {
  const pathname = usePathname();
  const params = useParams();
  const [first] = useSelectedLayoutSegments();
  const route = useMemo(
    () => (first === "/_not-found" ? first : routePatternOf(pathname, params)),
    [first, pathname, params],
  );
  return { pathname, route };
}

/** Nothing that a server renders depends on the place; to ask for it there would keep `cacheComponents` from prerendering the whole layout. */
const usePlace: () => Place | undefined = typeof window === "undefined" ? () => undefined : usePlaceInBrowser;
