import { documentNavigationType, navigationTiming } from "../navigation.ts";
import { knows } from "../observe.ts";
import { listen, stopAll } from "../safely.ts";
import type { NavigationType } from "../wire.ts";
import { addShift, noShifts, type Shifts } from "./cls.ts";
import { measureInp } from "./inp.ts";
import { addInput, type Inputs, tally, typicalWorst } from "./interactions.ts";
import { describeLcp } from "./lcp.ts";
import { FAST_MS, REMEMBERED_SCRIPTS } from "./limits.ts";
import { loadStateAt } from "./load-state.ts";
import type { Measure, Metric } from "./measure.ts";
import { type InteractionContentfulPaint, type ScriptTiming, watchTimeline } from "./timeline.ts";
import { measureTtfb } from "./ttfb.ts";

/** One view of a page, as the browser sees it. Its metrics begin anew. */
export type Visit = Shifts &
  Inputs & {
    navigationType: NavigationType;
    href: string;
    /** On the time line of `performance.now()`. */
    start: number;
    /** The interaction that led here by a soft navigation. */
    interactionId?: number | undefined;
    told: Partial<Record<Metric, true>>;
    /** What would be told now. */
    lcp?: () => Measure;
    /** What is painted later, nobody sees. */
    hiddenAt: number;
  };

const begin = (navigationType: NavigationType, href: string, start: number): Visit => ({
  navigationType,
  href,
  start,
  told: {},
  ...noShifts(),
  earlier: performance.interactionCount,
  slowest: [],
  handlings: [],
  hiddenAt: Infinity,
});

export type Tell = (metric: Metric, measure: Measure, visit: Visit) => void;

export type Visits = {
  /** Tells all that is known, since the page may never be seen again. */
  hide(): void;
  stop(): void;
};

/**
 * Watches the document and each visit in it, from the very beginning on. Each metric is told once per visit, as soon as it is final.
 * @param hiddenAt when the document was hidden first, as far as was seen: it counts where the browser does not remember
 */
export function watchVisits(tell: Tell, hiddenAt: number): Visits {
  const { activationStart = 0, name: href = location.href } = navigationTiming();
  const first = begin(documentNavigationType(), href, activationStart);
  first.earlier = 0;
  first.hiddenAt =
    performance
      .getEntriesByType("visibility-state")
      .find(({ name, startTime }) => name === "hidden" && startTime >= activationStart)?.startTime ?? hiddenAt;
  let visit = first;
  /** Of long frames, the latest first. */
  const scripts: ScriptTiming[] = [];

  const tellOnce = (metric: Metric, measure: Measure | undefined) => {
    if (measure && !visit.told[metric]) {
      visit.told[metric] = true;
      tell(metric, measure, visit);
    }
  };

  const tellLcp = () => tellOnce("LCP", visit.lcp?.());

  const tellAll = () => {
    tellLcp();
    // A page that nobody saw has no shifts to tell, which is not the same as none.
    if ((visit.told.FCP || first.told.FCP) && knows("layout-shift")) tellOnce("CLS", visit.worst);
    const worst = typicalWorst(visit);
    if (worst) tellOnce("INP", measureInp(worst, scripts));
    // The document's first interaction is always told, however short; later visits have only the count to say that there was any.
    else if (visit !== first && tally(visit)) tellOnce("INP", { value: FAST_MS });
  };

  const addEvent = (entry: PerformanceEventTiming) => {
    addInput(visit, entry);
    // From here on the browser looks for no larger paint.
    if (entry.interactionId && entry.interactionId !== visit.interactionId) tellLcp();
  };

  const addPaint = (entry?: LargestContentfulPaint | null) => {
    if (entry?.startTime && entry.startTime < visit.hiddenAt) visit.lcp = describeLcp(entry, visit);
  };

  const addSoftPaint = (paint?: InteractionContentfulPaint | null) => {
    if (paint?.interactionId === visit.interactionId) addPaint(paint?.largestContentfulPaint);
  };

  const restore = ({ persisted, timeStamp: start }: PageTransitionEvent) => {
    if (!persisted) return;
    visit = begin("back-forward-cache", location.href, start);
    // The second frame begins when the first one was painted. It need not be cancelled: a client that has stopped sends nothing.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const value = performance.now() - start;
        if (visit.hiddenAt === Infinity) {
          tellOnce("FCP", { value });
          if (knows("largest-contentful-paint")) tellOnce("LCP", { value });
        }
      }),
    );
  };

  const timeline = watchTimeline({
    paint({ name, startTime }) {
      if (name === "first-contentful-paint" && startTime < visit.hiddenAt)
        tellOnce("FCP", {
          // A prerendered page may have painted before it was activated.
          value: Math.max(startTime - visit.start, 0),
          attribution: { loadState: loadStateAt(startTime) },
        });
    },
    "largest-contentful-paint"(entry) {
      if (visit === first) addPaint(entry);
    },
    "layout-shift": (entry) => addShift(visit, entry),
    "long-animation-frame"(entry) {
      scripts.unshift(...entry.scripts);
      scripts.splice(REMEMBERED_SCRIPTS);
    },
    event: addEvent,
    "first-input": addEvent,
    "soft-navigation"(entry) {
      tellAll();
      visit = begin("soft-navigation", entry.name, entry.startTime);
      visit.interactionId = entry.interactionId;
      const value = (entry.presentationTime || entry.paintTime || 0) - entry.startTime;
      // Where the browser gave no time of the paint, a zero would pull percentiles down.
      if (value > 0) tellOnce("FCP", { value });
      addSoftPaint(entry.getLargestInteractionContentfulPaint?.());
    },
    "interaction-contentful-paint": addSoftPaint,
  });
  tellOnce("TTFB", measureTtfb());

  return {
    hide() {
      timeline.drain();
      visit.hiddenAt = Math.min(visit.hiddenAt, performance.now());
      tellAll();
    },
    stop: stopAll(timeline.stop, listen(window, "pageshow", restore)),
  };
}
