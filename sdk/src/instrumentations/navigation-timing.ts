import type { Instrumentation } from "../instrumentation.ts";
import { observe } from "../observe.ts";
import { stopAll } from "../safely.ts";
import { pageTraceId } from "../trace-context.ts";

type Entry = PerformanceNavigationTiming & { responseStatus?: number };

/** How the document was loaded, told once after its `load` event, with the server's trace where it gave one. */
export const navigationTiming: Instrumentation = (_emit, context) => {
  const traceId = pageTraceId();
  let isTold = false;

  // The first view is the server's work, too.
  const stop = context.on("event", (event) => {
    if (event.kind !== "pageview") return;
    event.traceId = traceId;
    stop();
  });

  return stopAll(
    stop,
    observe<Entry>(context, "navigation", (entry) => {
      const { connectEnd, responseStart, secureConnectionStart } = entry;
      // A browser may hand out the entry before it is complete, and more than once.
      if (isTold || !entry.loadEventEnd) return undefined;
      isTold = true;
      return {
        kind: "navigation",
        traceId,
        status: entry.responseStatus,
        props: {
          dnsMs: entry.domainLookupEnd - entry.domainLookupStart,
          connectMs: connectEnd - entry.connectStart,
          tlsMs: secureConnectionStart && connectEnd - secureConnectionStart,
          requestMs: responseStart - entry.requestStart,
          responseMs: entry.responseEnd - responseStart,
          domContentLoadedMs: entry.domContentLoadedEventEnd,
          transferBytes: entry.transferSize,
          protocol: entry.nextHopProtocol,
        },
      };
    }),
  );
};
