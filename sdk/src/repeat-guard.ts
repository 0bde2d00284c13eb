import type { ErrorDraft } from "./error-draft.ts";
import type { Page } from "./page.ts";

/** Different errors that one view of a page may send; a loop that throws must not become a flood. */
const MAX_ERRORS_PER_PAGE = 30;

/** Tells whether an error was already sent for this view of the page, or one too many. */
export function createRepeatGuard(): (draft: ErrorDraft, page: Page) => boolean {
  let seenOn: Page | undefined;
  let seen = new Set<string>();
  return ({ type, message, stack }, page) => {
    if (page !== seenOn) {
      seenOn = page;
      seen = new Set();
    }
    const before = seen.size;
    return before >= MAX_ERRORS_PER_PAGE || seen.add(`${type}|${message}|${stack}`).size === before;
  };
}
