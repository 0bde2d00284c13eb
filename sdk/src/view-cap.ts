import type { Page } from "./views.ts";

/** Says whether the page view may have one more of what some pages have without end. */
export function viewCap(most: number): (page: Page) => boolean {
  let counted: Page | undefined;
  let count: number;
  return (page) => {
    if (page !== counted) count = 0;
    counted = page;
    return ++count <= most;
  };
}
