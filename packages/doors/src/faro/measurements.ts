import { propsOf } from "../attributes.ts";
import { navigationTypeOf } from "../navigation-type.ts";
import { ratingOf, vitalNamed } from "../web-vitals.ts";
import type { Draft } from "../wire-batches.ts";
import type { Place } from "./page.ts";
import type { Measurement } from "./payload.ts";

type Values = [name: string, value: number][];

/** Web vitals become vitals, one for each that the values name; what else a site measures becomes an event of its own. */
export function measurementDrafts(measurement: Measurement, place: Place): Draft[] {
  const values = Object.entries(measurement.values).filter((entry): entry is [string, number] =>
    Number.isFinite(entry[1]),
  );
  if (values.length === 0) return [];
  const vitals = measurement.type === "web-vitals" ? vitalDrafts(measurement, values, place) : [];
  return vitals.length > 0 ? vitals : [customEvent(measurement, values, place)];
}

function vitalDrafts({ context }: Measurement, values: Values, place: Place): Draft[] {
  const { rating, navigation_type: navigation, id, navigation_entry_id, ...details } = context;
  const parts = values.filter(([name]) => name !== "delta" && !vitalNamed(name));
  return values.flatMap(([name, value]): Draft[] => {
    const metric = vitalNamed(name);
    if (!metric) return [];
    return [
      {
        ...place,
        kind: "vital",
        metric,
        value,
        rating: isRating(rating) ? rating : ratingOf(metric, value),
        navigationType: navigationTypeOf(navigation),
        target: targetOf(details),
        attribution: { ...propsOf(details), ...Object.fromEntries(parts) },
      },
    ];
  });
}

const isRating = (rating: unknown): rating is "good" | "needs-improvement" | "poor" =>
  rating === "good" || rating === "needs-improvement" || rating === "poor";

/** The element that LCP, INP and CLS blame, each under a name of its own. */
function targetOf(details: Record<string, unknown>): string | undefined {
  const target = details["element"] ?? details["interaction_target"] ?? details["largest_shift_target"];
  return typeof target === "string" ? target : undefined;
}

function customEvent({ type, context }: Measurement, values: Values, place: Place): Draft {
  const [only] = values.length === 1 ? values : [];
  const props = { ...propsOf(context), ...Object.fromEntries(values) };
  return { ...place, kind: "custom", name: type, props, value: only?.[1] };
}
