import type { KeyValues } from "@perigee/otlp";
import type { MetricMetadata } from "./write-request.ts";

/** What a series is, and what is known of its family. */
export type Described = {
  kind: "gauge" | "sum";
  isMonotonic: boolean;
  description: string;
  unit: string;
  metadata: KeyValues;
};

/**
 * By the type of the series' family where the request tells it; Prometheus itself tells it in requests of its own each minute, so that the
 * ending of the name has to do. Classic histograms and summaries stay the series that they are: their parts may come in different requests.
 * https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#prometheus-metric-points-to-otlp
 */
export function describeMetric(name: string, families: ReadonlyMap<string, MetricMetadata>): Described {
  const family = families.get(name) ?? families.get(name.replace(suffix, ""));
  const { type = "unknown", help = "", unit = "" } = family ?? {};
  const metadata: KeyValues = family ? new Map([["prometheus.type", type]]) : new Map();
  return { ...kindOf(name, type), description: help, unit: unitOf(unit), metadata };
}

const suffix = /_(?:total|bucket|count|sum|gcount|gsum|created)$/;

function kindOf(name: string, type: MetricMetadata["type"]): { kind: "gauge" | "sum"; isMonotonic: boolean } {
  const isSum = type === "counter" ? !name.endsWith("_created") : /_(?:total|bucket|count|sum)$/.test(name);
  if (type === "gauge" || type === "gaugehistogram") return { kind: "gauge", isMonotonic: false };
  if (type === "info" || type === "stateset") return { kind: "sum", isMonotonic: false };
  return { kind: isSum ? "sum" : "gauge", isMonotonic: isSum };
}

/** Words of Prometheus as units of UCUM: `bytes_per_second` is `By/s`. */
const unitOf = (unit: string) =>
  unit
    .split("_per_")
    .map((word) => units.get(word) ?? word)
    .join("/");

const units = new Map(
  Object.entries({
    ...{
      days: "d",
      hours: "h",
      minutes: "min",
      seconds: "s",
      milliseconds: "ms",
      microseconds: "us",
      nanoseconds: "ns",
    },
    ...{ day: "d", hour: "h", minute: "min", second: "s" },
    ...{ bytes: "By", kibibytes: "KiBy", mebibytes: "MiBy", gibibytes: "GiBy", kilobytes: "kBy", megabytes: "MBy" },
    ...{ ratio: "1", percent: "%", meters: "m", grams: "g", celsius: "Cel", volts: "V", amperes: "A", joules: "J" },
    ...{ watts: "W", hertz: "Hz" },
  }),
);
