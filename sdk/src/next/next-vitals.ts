import { useReportWebVitals } from "next/web-vitals.js";
import type { ReactNode } from "react";
import type { Instrumentation, VitalEvent } from "../index.ts";

type Metric = Parameters<Parameters<typeof useReportWebVitals>[0]>[0];

const listeners = new Set<(metric: Metric) => void>();

const isVital = (name: string): name is VitalEvent["metric"] => /^(LCP|INP|CLS|FCP|TTFB)$/.test(name);

/**
 * Web Vitals as Next measures them, for sites that leave `webVitals` out of their bundle: Next carries the same library already.
 * `PerigeeVitals` feeds it. It tells no attribution, save the element where `experimental.webVitalsAttribution` is on.
 */
export const nextVitals: Instrumentation = (emit, context) => {
  const reported = new Set<string>();
  const report = (metric: Metric) => {
    const { id, name, value, rating, navigationType } = metric;
    // A soft navigation without a paint of its own is said to have one at 0; and one sample a page keeps percentiles and counts honest.
    const isMissing = !value && name !== "CLS" && navigationType === "soft-navigation";
    if (!isVital(name) || isMissing || reported.has(id)) return;
    reported.add(id);
    const { navigationURL, attribution } = metric as Metric & Told;
    emit({
      kind: "vital",
      metric: name,
      value: Number(value.toPrecision(5)),
      rating,
      navigationType,
      target: attribution?.target ?? attribution?.interactionTarget ?? attribution?.largestShiftTarget,
      ...(navigationURL && { url: context.scrub(navigationURL) }),
    });
  };
  listeners.add(report);
  return () => void listeners.delete(report);
};

/** What newer versions of web-vitals, or its attribution build, tell more than the types of Next say. */
type Told = {
  navigationURL?: string;
  attribution?: { target?: string; interactionTarget?: string; largestShiftTarget?: string };
};

/** The same function over all renders: Next would report every metric once more for each new one. */
const tell = (metric: Metric): void => {
  for (const listener of listeners) listener(metric);
};

/**
 * Feeds `nextVitals` from Next's `useReportWebVitals`. Renders nothing; belongs in `app/layout`. In development, strict mode makes Next measure
 * everything twice.
 */
export function PerigeeVitals(): ReactNode {
  useReportWebVitals(tell);
  return null;
}
