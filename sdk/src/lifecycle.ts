import type { LeaveReason } from "./instrumentation.ts";
import { guard, later, listen, stopAll } from "./safely.ts";

/** The first function sees to it that what was queued is sent in time; the second ends it all. */
export type Lifecycle = [schedule: () => void, stop: () => void];

/** When to send: after the interval, when the tab is hidden, and when the page is left, which `flush` is told. */
export function createLifecycle(
  leave: (reason: LeaveReason) => void,
  flush: (gone: boolean) => void,
  flushInterval = 5_000,
): Lifecycle {
  /** The document is being unloaded, or lies in the back/forward cache. */
  let gone = false;
  let cancel: (() => void) | undefined;

  const flushNow = () => {
    cancel?.();
    cancel = undefined;
    flush(gone);
  };

  // A tab switch on a phone may be the last word (visibilitychange), and a same-tab navigation hides the page only after it was frozen
  // (pagehide comes first). On window and in the bubble phase, so that the vitals, which listen in the capture phase, have spoken before.
  const changed = ({ type }: Event) => {
    gone = type === "pagehide" || (gone && type !== "pageshow");
    if (gone || document.hidden) {
      leave("hidden");
      flushNow();
    }
  };

  return [
    () => {
      // A page that is unloaded has no later task, only microtasks.
      if (gone) queueMicrotask(guard(flushNow));
      else cancel ??= later(flushNow, flushInterval);
    },
    stopAll(...["visibilitychange", "pagehide", "pageshow"].map((type) => listen(window, type, changed)), () =>
      cancel?.(),
    ),
  ];
}
