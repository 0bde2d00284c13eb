import type { FCPMetric, MetricWithAttribution } from "web-vitals/attribution";
import { onCLS } from "web-vitals/attribution/onCLS.js";
import { onINP } from "web-vitals/attribution/onINP.js";
import { onLCP } from "web-vitals/attribution/onLCP.js";
import { onTTFB } from "web-vitals/attribution/onTTFB.js";
import { onFCP } from "web-vitals/onFCP.js";
import type { Instrumentation } from "../instrumentation.ts";
import type { Page } from "../page.ts";
import { later, listen, safely, stopAll } from "../safely.ts";
import type { Props } from "../wire.ts";

/** A page whose `load` takes longer than this is the one whose vitals matter most. */
const LATEST_START_MS = 5_000;

/** Pages that a late report may still be about. */
const REMEMBERED = 10;

/**
 * LCP, INP, CLS, FCP and TTFB with what caused them, per soft navigation where the browser can tell. The observers are buffered, so they start
 * after `load` and see all the same; starting them earlier would cost the page about 3 ms before its first paint.
 */
export const webVitals: Instrumentation = (emit, context) => {
  let stopped = false;
  const reported = new Set<string>();
  /** Pages that were left, the latest first: a soft navigation's vitals are told when the next one begins. */
  const left: Page[] = [];

  const pageAt = (href: string): Page => {
    const url = context.scrub(href);
    return [context.current(), ...left].find((page) => page.url === url) ?? { url };
  };

  const report = (metric: Metric) => {
    // A metric may grow after it was told, when the tab is shown again. One sample a page keeps percentiles and counts honest.
    if (stopped || reported.has(metric.id) || isMissing(metric)) return;
    reported.add(metric.id);
    const { url, route } = pageAt(metric.navigationURL ?? location.href);
    const { target, attribution } = describe(metric, context.scrub);
    const { name, rating, navigationType } = metric;
    emit({
      kind: "vital",
      metric: name,
      value: round(metric.value),
      rating,
      navigationType,
      url,
      route,
      target,
      attribution,
    });
  };

  const start = () => {
    stopWaiting();
    if (stopped) return;
    // web-vitals offers no way to stop: after `stop` its reports are ignored.
    for (const on of [onLCP, onCLS, onINP, onFCP, onTTFB]) {
      on((metric) => safely(() => report(metric)), { reportSoftNavs: true });
    }
  };

  const stopListening = context.onLeave((reason) => {
    if (reason === "view") left.unshift(context.current());
    left.splice(REMEMBERED);
  });

  const stopWaiting = stopAll(
    listen(window, "load", () => later(start, 0)),
    later(start, document.readyState === "complete" ? 0 : LATEST_START_MS),
  );

  return () => {
    stopped = true;
    stopListening();
    stopWaiting();
  };
};

/**
 * web-vitals says 0 for what a soft navigation does not have: a first byte, or a paint that the browser gave no time of. Such zeros would pull
 * a route's percentiles down. Only a layout shift of 0 is a measurement.
 */
const isMissing = ({ name, value, navigationType }: Metric) =>
  navigationType === "soft-navigation" && !value && name !== "CLS";

/** The scalars of a metric's attribution under web-vitals' own names, those of INP's longest script, and the element to blame. */
function describe({ name, attribution, entries }: Metric, scrub: (url: string) => string) {
  const { target, interactionTarget, largestShiftTarget, longestScript, ...rest } = { ...attribution } as Attribution;
  const { invoker, invokerType, sourceURL, sourceFunctionName } = longestScript?.entry ?? {};
  const script = { ...longestScript, invoker, invokerType, sourceURL, sourceFunctionName };
  // The name of other entries is an address or nothing.
  const facts = { ...rest, ...script, eventType: name === "INP" && entries[0]?.name };
  const props: Props = {};
  for (const [key, fact] of Object.entries(facts)) {
    if (typeof fact === "number") props[key] = round(fact);
    if (fact && typeof fact === "string") props[key] = /url$/i.test(key) ? scrub(fact) : fact;
  }
  return { target: target ?? interactionTarget ?? largestShiftTarget, attribution: props };
}

/** FCP's own attribution says no more than TTFB's event does, and would cost 150 B of gzip. */
type Metric = Exclude<MetricWithAttribution, { name: "FCP" }> | (FCPMetric & { attribution?: undefined });
type AttributionOf<Name> = Extract<MetricWithAttribution, { name: Name }>["attribution"];
type Attribution = Partial<AttributionOf<"LCP"> & AttributionOf<"INP"> & AttributionOf<"CLS">>;

/** Five digits say all there is: tenths of a millisecond below 10 s, ten-thousandths of a layout shift. */
const round = (value: number): number => Number(value.toPrecision(5));
