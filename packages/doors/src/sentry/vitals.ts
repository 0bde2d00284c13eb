import { navigationTypeOf } from "../navigation-type.ts";
import { ratingOf, vitalNamed } from "../web-vitals.ts";
import type { Draft } from "../wire-batches.ts";
import type { Event } from "./event.ts";
import type { Place } from "./page.ts";
import { weightOf } from "./transaction.ts";

/**
 * The web vitals that a page's transaction carries. Of the SDK's streamed spans nothing is made: those of LCP, CLS and INP do not say which page
 * they belong to.
 */
export function vitalDrafts({ measurements, contexts }: Event, place: Place): Draft[] {
  const { trace_id: traceId, data = {} } = contexts?.trace ?? {};
  const navigationType = navigationTypeOf(data["browser.navigation.type"]);
  return Object.entries(measurements).flatMap(([name, measurement]): Draft[] => {
    const metric = vitalNamed(name);
    if (!metric || !measurement) return [];
    const { value } = measurement;
    const target = metric === "LCP" ? data["lcp.element"] : undefined;
    return [
      {
        ...place,
        kind: "vital",
        metric,
        value,
        rating: ratingOf(metric, value),
        navigationType,
        target: typeof target === "string" ? target : undefined,
        traceId,
        weight: weightOf(data["sentry.sample_rate"]),
      },
    ];
  });
}
