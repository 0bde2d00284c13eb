import { encodeBatch } from "../batch.ts";
import type { Instrumentation } from "../instrumentation.ts";
import { later, safely, stopAll } from "../safely.ts";

/** The pending request follows the queue this much later, so that a burst of events makes one. */
const FOLLOWS_MS = 250;

/** In a page that lies frozen the browser sends then. Less than the minute of delay that the server takes for no fault of the clock. */
const ACTIVATE_AFTER_MS = 50_000;

type FetchLater = (url: string, init: RequestInit & { activateAfter?: number }) => unknown;

/**
 * Keeps a pending request with everything that was not sent yet (fetchLater, https://github.com/WICG/pending-beacon), which the browser
 * sends even when the page dies without a word: a crash, a killed tab, a closed window. Each flush takes it back first.
 */
export const fetchLaterTail: Instrumentation = (_emit, { delivery, isGranted, on }) => {
  const { fetchLater } = window as { fetchLater?: FetchLater };
  if (!fetchLater) return () => {};
  let pending = new AbortController();
  let cancel: (() => void) | undefined;

  const follow = () => {
    cancel = undefined;
    pending.abort();
    pending = new AbortController();
    for (const batch of isGranted() ? delivery.unsent() : []) {
      // Throws where the browser's allowance of 64 KiB for such requests is used up.
      safely(() =>
        fetchLater(delivery.address, {
          method: "POST",
          body: encodeBatch(batch),
          credentials: "omit",
          activateAfter: ACTIVATE_AFTER_MS,
          signal: pending.signal,
        }),
      );
    }
  };

  const schedule = () => {
    cancel ??= later(follow, FOLLOWS_MS);
  };
  const takeBack = () => {
    pending.abort();
    schedule();
  };

  return stopAll(on("event", schedule), on("flush", takeBack), on("forget", takeBack), takeBack, () => cancel?.());
};
