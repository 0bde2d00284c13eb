import type { Metric, MetricData, Metrics } from "@perigee/otlp";
import { z } from "zod";
import { hexId, maybe } from "../lenient.ts";
import { Attributes, readContainer } from "./containers.ts";
import { nanos, time } from "./time.ts";

/** One measurement, which no SDK has aggregated: https://develop.sentry.dev/sdk/telemetry/metrics/ */
const TraceMetric = z.object({
  timestamp: time,
  trace_id: hexId(32),
  span_id: hexId(16),
  name: z.string().min(1),
  type: z.enum(["counter", "gauge", "distribution"]),
  unit: maybe(z.string()),
  value: z.number(),
  attributes: Attributes,
});
type TraceMetric = z.infer<typeof TraceMetric>;

export function metricsOf(payload: unknown): { metrics: Metrics; faults: string[] } {
  const { scoped, faults } = readContainer(payload, {
    name: "trace_metric",
    read: (entry) => {
      const parsed = TraceMetric.safeParse(entry);
      return parsed.success ? parsed.data : undefined;
    },
  });
  return { metrics: scoped.map(({ items, ...sender }) => ({ ...sender, items: items.map(metricOf) })), faults };
}

const metricOf = (item: TraceMetric): Metric => ({
  name: item.name,
  description: "",
  unit: item.unit ?? "",
  metadata: new Map(),
  data: pointOf(item, nanos(item.timestamp)),
});

const delta = 1;

/** A counter says by how much it grew; a distribution's value is a histogram of one, whose only bucket holds everything. */
function pointOf({ type, value, attributes, trace_id, span_id }: TraceMetric, at: bigint): MetricData {
  const exemplar = {
    timeUnixNano: at,
    value,
    filteredAttributes: new Map(),
    traceId: trace_id ?? "",
    spanId: span_id ?? "",
  };
  const exemplars = trace_id ? [exemplar] : [];
  const common = { attributes, startTimeUnixNano: at, timeUnixNano: at, flags: 0, exemplars };
  switch (type) {
    case "counter":
      return { kind: "sum", points: [{ ...common, value }], temporality: delta, isMonotonic: value >= 0 };
    case "gauge":
      return { kind: "gauge", points: [{ ...common, value }] };
    case "distribution": {
      const distribution = { count: 1n, sum: value, min: value, max: value, bucketCounts: [1n], explicitBounds: [] };
      return { kind: "histogram", points: [{ ...common, ...distribution }], temporality: delta };
    }
  }
}
