import type { Instrumentation } from "../instrumentation.ts";
import { MOST_REQUESTS } from "../limits.ts";
import { guard, stopAll } from "../safely.ts";
import { rateOf } from "../sampling.ts";
import { makeTraceparent, parseTraceparent } from "../trace-context.ts";
import { viewCap } from "../view-cap.ts";
import { watchFetch } from "../watch-fetch.ts";
import { watchXhr } from "../watch-xhr.ts";

/** One request from its start to its answer. */
export type Call = {
  /** The `traceparent` to send where there is none. Undefined where it would cause a preflight that the server may refuse. */
  offered: string | undefined;
  /** The `traceparent` that is sent. */
  carried?: string | undefined;
  /** With the status where there is an answer. Never throws. */
  end(status?: number): void;
};

/** Undefined for other schemes than http. */
export type Begin = (method: string, address: string) => Call | undefined;

/**
 * Requests by fetch and XMLHttpRequest, which carry a W3C `traceparent` to the page's own origin and to `traceOrigins`. What the page gives
 * and gets stays as it is: bodies are not read, and answers not copied.
 */
export const requests: Instrumentation = (emit, context) => {
  const { options, sessions, current } = context;
  const hasRoom = viewCap(MOST_REQUESTS);

  const mayTrace = (origin: string) =>
    context.isGranted() &&
    rateOf(sessions.current(), options) &&
    // Nothing is left of an origin that one of them matches as a whole. In a sandboxed frame, where every request is a foreign one,
    // `window.origin` is "null", whatever origin the address names.
    [window.origin, ...(options.traceOrigins ?? [])].some((own) => !origin.replace(own, ""));

  const begin: Begin = (method, address) => {
    const { href, origin } = new URL(address, document.baseURI);
    if (!/^http/.test(href)) return undefined;
    const { url, route } = current();
    const time = Date.now();
    const traceId = context.traceAt?.();
    const call: Call = {
      offered: mayTrace(origin) ? makeTraceparent(traceId) : undefined,
      end: guard((status = 0) => {
        if (!hasRoom(current())) return;
        emit({
          kind: "request",
          time,
          url,
          route,
          traceId,
          ...parseTraceparent(call.carried),
          method: method.toUpperCase(),
          target: context.scrub(href),
          status,
          durationMs: Date.now() - time,
        });
      }),
    };
    return call;
  };

  return stopAll(watchFetch(begin), watchXhr(begin));
};
