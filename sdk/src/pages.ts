import type { CoreClient } from "./client.ts";
import { guard } from "./safely.ts";

/** What a page view is told by hand. Each default is what the browser says. */
export type PageOverrides = {
  /** Address, absolute or relative. Default: the current one. */
  url?: string | undefined;
  /** Route pattern such as `/product/[id]`, at most 300 characters. */
  route?: string | undefined;
  /** Default: `document.title`. */
  title?: string | undefined;
};

export type Pages = {
  /**
   * Counts a page view by hand, or tells more about the current one: for the address that was counted last, route and title are taken over
   * and no second view is counted.
   */
  page(overrides?: PageOverrides): void;
};

/** Page views by hand. */
export const pages = ({ context: { current, scrub, settle, view } }: CoreClient): Pages => ({
  page: guard(({ url = location.href, ...told } = {}) => {
    if (current().url !== scrub(url)) {
      settle();
      view("soft-navigation", url);
    }
    Object.assign(current(), told);
  }),
});
