import type { Bus } from "./bus.ts";
import type { Emit } from "./instrumentation.ts";
import { documentNavigationType } from "./navigation.ts";
import type { Options } from "./options.ts";
import { later, safely } from "./safely.ts";
import { scrubUrl } from "./scrub-url.ts";
import type { NavigationType } from "./wire.ts";

/** A view is told after this pause: by then redirects are through, the title is set and `client.page({ route })` was called. */
const SETTLE_MS = 200;

/** One view of one address. A new view of the same address is a new object. */
export type Page = {
  /** As sent: scrubbed. */
  url: string;
  route?: string | undefined;
  /** Only where the site told one; else the document's title counts. */
  title?: string | undefined;
};

export type Views = {
  /** The page that events now belong to. */
  current(): Page;
  /** An address as it may leave the browser. */
  scrub(href: string): string;
  /**
   * Makes another page the current one, after everybody has heard that this one is left, and tells of it once it has settled. A view that
   * is still waiting to be told was a redirect: this one takes its place. The first one is led to by what led to the document.
   */
  view(navigationType?: NavigationType, href?: string): Page;
  /** Tells of the view that waits, now. */
  settle(): void;
};

type Waiting = { page: Page; time: number; navigationType: NavigationType | undefined; cancel: () => void };

export function createViews({ trackQueryParams, routePattern }: Options, bus: Bus, emit: Emit): Views {
  let page: Page | undefined;
  let waiting: Waiting | undefined;

  const scrub = (href: string) => scrubUrl(href, trackQueryParams);

  const open = (href: string): Page => ({
    url: scrub(href),
    route: routePattern && safely(() => routePattern(new URL(href, location.href))),
  });

  const settle = () => {
    if (!waiting) return;
    const { page, time, navigationType = documentNavigationType() } = waiting;
    waiting.cancel();
    waiting = undefined;
    emit({ kind: "pageview", title: document.title, ...page, time, navigationType });
  };

  return {
    current: () => (page ??= open(location.href)),
    scrub,
    view(type, href = location.href) {
      waiting?.cancel();
      bus.tell("leave", "view");
      page = open(href);
      waiting = {
        page,
        time: Date.now(),
        navigationType: waiting ? waiting.navigationType : type,
        cancel: later(settle, SETTLE_MS),
      };
      return page;
    },
    settle,
  };
}
