import type { Options } from "./options.ts";
import { safely } from "./safely.ts";
import { scrubUrl } from "./scrub-url.ts";

/** One view of one address. A new view of the same address is a new object. */
export type Page = {
  /** As sent: scrubbed. */
  url: string;
  route?: string | undefined;
  /** Only where the site told one; else the document's title counts. */
  title?: string | undefined;
};

export type Pages = {
  /** The page that events now belong to. */
  current(): Page;
  /** Makes `href` the current page. */
  open(href: string, route?: string): Page;
  /** An address as it may leave the browser. */
  scrub(href: string): string;
};

export function createPages({ trackQueryParams, routePattern }: Options): Pages {
  let page: Page | undefined;

  const scrub = (href: string) => scrubUrl(href, location.href, trackQueryParams);

  const open = (href: string, route?: string): Page => {
    const url = scrub(href);
    page = { url, route: route ?? (routePattern && safely(() => routePattern(new URL(href, location.href)))) };
    return page;
  };

  return { scrub, open, current: () => page ?? open(location.href) };
}
