import type { AnyValue, Metric, Metrics, NumberPoint, Resource } from "@perigee/otlp";
import type { Counters, Series } from "./counters.ts";
import type { Input } from "./input.ts";
import { pause } from "./pause.ts";

const cumulative = 2;

/** Sends what the agent counts of itself, each interval and when it stops. */
export const ownMetricsInput =
  (counters: Counters, intervalMs: number): Input =>
  async ({ emit, signal }) => {
    const startTime = nowNanoseconds();
    while (!signal.aborted) {
      await pause(intervalMs, signal);
      await emit({ metrics: toMetrics(counters.all(), startTime) });
    }
  };

const resource: Resource = {
  attributes: new Map([["service.name", "perigee-agent"]]),
  droppedAttributesCount: 0,
  schemaUrl: "",
};
const scope = {
  name: "@perigee/agent",
  version: "",
  attributes: new Map<string, AnyValue>(),
  droppedAttributesCount: 0,
  schemaUrl: "",
};

function toMetrics(series: readonly Series[], startTime: bigint): Metrics {
  const now = nowNanoseconds();
  const metrics = new Map<string, ReturnType<typeof newMetric>>();
  for (const { name, kind, attributes, value } of series) {
    const metric = metrics.get(name) ?? newMetric(name, kind);
    metrics.set(name, metric);
    metric.data.points.push({
      attributes: new Map<string, AnyValue>(Object.entries(attributes)),
      startTimeUnixNano: kind === "sum" ? startTime : 0n,
      timeUnixNano: now,
      flags: 0,
      value,
      exemplars: [],
    });
  }
  return metrics.size === 0 ? [] : [{ resource, scope, items: [...metrics.values()] }];
}

function newMetric(name: string, kind: Series["kind"]) {
  const points: NumberPoint[] = [];
  const data =
    kind === "sum"
      ? { kind: "sum" as const, points, temporality: cumulative, isMonotonic: true }
      : { kind: "gauge" as const, points };
  return {
    name,
    description: "",
    unit: name.endsWith("bytes") ? "By" : "1",
    metadata: new Map(),
    data,
  } satisfies Metric;
}

const nowNanoseconds = (): bigint => BigInt(Date.now()) * 1_000_000n;
