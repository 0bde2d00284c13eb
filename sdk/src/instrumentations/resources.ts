import type { Instrumentation } from "../instrumentation.ts";
import { SLOW_RESOURCE_MS } from "../limits.ts";
import { observe } from "../observe.ts";

type Entry = PerformanceResourceTiming & { responseStatus?: number; renderBlockingStatus?: string };

/**
 * Files of the page that came slowly or with a failure status. What got no answer at all is not told from here: a file of another origin
 * looks the same by its zeros, also behind a redirect from the own one.
 */
export const resources: Instrumentation = (_emit, context) =>
  observe<Entry>(context, "resource", (entry) => {
    const { initiatorType, responseStart, responseStatus = 0 } = entry;
    if (entry.duration < SLOW_RESOURCE_MS && responseStatus < 400) return undefined;
    // What scripts ask for is told by `requests`, and what the SDK itself sends by nobody.
    if (/fetch|xml|beacon/.test(initiatorType)) return undefined;
    return {
      kind: "resource",
      target: context.scrub(entry.name),
      status: responseStatus || undefined,
      props: {
        initiator: initiatorType,
        ttfbMs: responseStart && responseStart - entry.startTime,
        transferBytes: entry.transferSize,
        renderBlocking: entry.renderBlockingStatus,
      },
    };
  });
