import type { AnyValue, KeyValues, Metric, MetricData, NumberPoint, Resource, Scope } from "@perigee/otlp";

/** From when a cumulative value counts, and when it was seen; nanoseconds since the epoch. */
export type Interval = { since: bigint; time: bigint };

/** `since` where this point counts from another time than the others. */
export type Observation = { value: number; attributes?: Attributes; since?: bigint };
export type Attributes = Record<string, AnyValue | undefined>;

type Instrument = (interval: Interval, observations: Observation[]) => Metric;

const cumulative = 2;

/** What only grows. */
export const counter = (name: string, unit: string, description: string): Instrument =>
  instrument({ name, unit, description }, (points) => ({
    kind: "sum",
    points,
    temporality: cumulative,
    isMonotonic: true,
  }));

/** What grows and shrinks, and whose points add up. */
export const upDownCounter = (name: string, unit: string, description: string): Instrument =>
  instrument({ name, unit, description }, (points) => ({
    kind: "sum",
    points,
    temporality: cumulative,
    isMonotonic: false,
  }));

/** What is as it is now, and does not add up. */
export const gauge = (name: string, unit: string, description: string): Instrument =>
  instrument({ name, unit, description }, (points) => ({
    kind: "gauge",
    points: points.map((point) => ({ ...point, startTimeUnixNano: 0n })),
  }));

function instrument(
  described: { name: string; unit: string; description: string },
  dataOf: (points: NumberPoint[]) => MetricData,
): Instrument {
  return (interval, observations) => ({
    ...described,
    metadata: new Map(),
    data: dataOf(observations.map((observation) => pointOf(interval, observation))),
  });
}

const pointOf = ({ since, time }: Interval, observation: Observation): NumberPoint => ({
  attributes: keyValues(observation.attributes ?? {}),
  startTimeUnixNano: observation.since ?? since,
  timeUnixNano: time,
  flags: 0,
  value: observation.value,
  exemplars: [],
});

/** Those that have a value. */
export function keyValues(attributes: Attributes): KeyValues {
  const set: KeyValues = new Map();
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) set.set(key, value);
  return set;
}

/** The scope under which an input of the agent speaks, such as `@perigee/agent/host`. */
export const scopeOf = (input: string): Scope => ({
  name: `@perigee/agent/${input}`,
  version: "",
  attributes: new Map(),
  droppedAttributesCount: 0,
  schemaUrl: "",
});

export const resourceOf = (attributes: Attributes): Resource => ({
  attributes: keyValues(attributes),
  droppedAttributesCount: 0,
  schemaUrl: "",
});
