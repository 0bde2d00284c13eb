import type { Page } from "./views.ts";

/**
 * Tells whether something was already said of this view of the page, or too much: a loop that throws must not become a flood.
 * @param most different things that one view may say
 */
export function createRepeatGuard(most: number): (key: string, page: Page) => boolean {
  let seenOn: Page | undefined;
  let seen = new Set<string>();
  return (key, page) => {
    if (page !== seenOn) seen = new Set();
    seenOn = page;
    const before = seen.size;
    return before >= most || seen.add(key).size === before;
  };
}
