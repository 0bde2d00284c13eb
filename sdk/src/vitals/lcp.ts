import { selectorOf } from "../selector.ts";
import type { Measure } from "./measure.ts";
import { measureTtfb } from "./ttfb.ts";

/** When the visit began, on the time line of `performance.now()`, and whether an interaction led to it. */
type Began = { start: number; interactionId?: number | undefined };

/** Gives what there is to tell of a paint once it is final; only the element, which may be gone by then, is looked at now. */
export function describeLcp({ url, element, startTime }: LargestContentfulPaint, visit: Began): () => Measure {
  const target = selectorOf(element);
  // A prerendered page may have been painted before the visit's start, and a video is loaded further after its first frame was painted.
  const since = (time = 0) => Math.max(Math.min(time, startTime) - visit.start, 0);
  const value = since(startTime);
  return () => {
    const timeToFirstByte = (!visit.interactionId && measureTtfb()?.value) || 0;
    const load = (performance.getEntriesByName(url, "resource") as PerformanceResourceTiming[])[0];
    // Another origin tells the start of its request only by `Timing-Allow-Origin`.
    const requested = Math.max(timeToFirstByte, since(load?.requestStart || load?.startTime));
    const loaded = Math.max(requested, since(load?.responseEnd));
    return {
      value,
      target,
      attribution: {
        url,
        timeToFirstByte,
        resourceLoadDelay: requested - timeToFirstByte,
        resourceLoadDuration: loaded - requested,
        elementRenderDelay: value - loaded,
      },
    };
  };
}
