import type { LeaveReason } from "./instrumentation.ts";
import { HIDDEN_FLUSH_MS } from "./limits.ts";
import { later, listen, safely, stopAll } from "./safely.ts";

export type Lifecycle = {
  /** Sees to it that what was queued is sent in time. */
  schedule(): void;
  leave(reason: LeaveReason): void;
  onLeave(listener: (reason: LeaveReason) => void): () => void;
  stop(): void;
};

/** When to send: after the interval, when the tab is hidden, and when the page is left, which `flush` is told. */
export function createLifecycle(flush: (gone: boolean) => void, flushInterval = 5_000): Lifecycle {
  const listeners = new Set<(reason: LeaveReason) => void>();
  /** The document is being unloaded, or lies in the back/forward cache. */
  let gone = false;
  let cancel: (() => void) | undefined;

  const leave = (reason: LeaveReason) => {
    for (const listener of listeners) safely(() => listener(reason));
  };

  const flushNow = () => {
    cancel?.();
    cancel = undefined;
    safely(() => flush(gone));
  };

  const schedule = () => {
    // A page that is unloaded has no later task, only microtasks.
    if (gone) queueMicrotask(flushNow);
    else cancel ??= later(flushNow, document.hidden ? Math.min(HIDDEN_FLUSH_MS, flushInterval) : flushInterval);
  };

  // A tab switch on a phone may be the last word (visibilitychange), and a same-tab navigation hides the page only after it was frozen
  // (pagehide comes first). On window and in the bubble phase, so that web-vitals, which listens in the capture phase, has spoken before.
  const changed = ({ type }: Event) => {
    gone = type === "pagehide" || (gone && type !== "pageshow");
    if (gone || document.hidden) {
      leave("hidden");
      flushNow();
    }
  };

  return {
    schedule,
    leave,
    onLeave(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: stopAll(...["visibilitychange", "pagehide", "pageshow"].map((type) => listen(window, type, changed)), () =>
      cancel?.(),
    ),
  };
}

/** Calls once the page is seen: at once, or when a prerendered page is activated. */
export function whenActivated(start: () => void): () => void {
  if (document.prerendering) return listen(document, "prerenderingchange", start);
  start();
  return () => {};
}
