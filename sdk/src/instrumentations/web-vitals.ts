import { afterLoad } from "../after-load.ts";
import type { Instrumentation } from "../instrumentation.ts";
import { round, tellingOf } from "../observe.ts";
import { stopAll } from "../safely.ts";
import type { Page } from "../views.ts";
import { REMEMBERED_PAGES } from "../vitals/limits.ts";
import { rate } from "../vitals/measure.ts";
import { type Tell, type Visits, watchVisits } from "../vitals/visits.ts";

/**
 * LCP, INP, CLS, FCP and TTFB with what caused them, per soft navigation where the browser can tell. The observer is buffered, so it starts
 * after `load` and sees all the same, and the page's first paint pays nothing.
 */
export const webVitals: Instrumentation = (emit, context) => {
  const hiddenAt = document.hidden ? 0 : Infinity;
  let visits: Visits | undefined;
  /** Pages that were left, the latest first: a soft navigation's vitals are told when the next one begins. */
  let left: readonly Page[] = [];

  const scrub = (href: string | undefined) => href && context.scrub(href);

  const tell: Tell = (metric, measure, { navigationType, href, start, interactionId }) => {
    const url = context.scrub(href);
    const { value, target, attribution, causedAt = interactionId && start } = measure;
    emit({
      kind: "vital",
      metric,
      value: round(value),
      rating: rate(metric, value),
      navigationType,
      url,
      route: [context.current(), ...left].find((page) => page.url === url)?.route,
      target,
      attribution: tellingOf({
        ...attribution,
        url: scrub(attribution?.url),
        sourceURL: scrub(attribution?.sourceURL),
      }),
      // Named in any case: what is told while somebody clicks was not caused by that click.
      traceId: causedAt ? context.traceAt?.(causedAt) : undefined,
    });
  };

  const start = () => {
    stopWaiting();
    visits ??= watchVisits(tell, hiddenAt);
    return visits;
  };

  const stopWaiting = afterLoad(start);

  return stopAll(
    stopWaiting,
    context.on("leave", (reason) => {
      if (reason === "view") left = [context.current(), ...left].slice(0, REMEMBERED_PAGES);
      // Who leaves before `load` was here too.
      else start().hide();
    }),
    () => visits?.stop(),
  );
};
