/** What an instrument is called, in OpenTelemetry's terms: `perigee.ingest.step.duration`, a unit by UCUM, one sentence. */
export type Description = { name: string; unit: string; description: string };

export type HistogramValue = {
  count: number;
  sum: number;
  /** One more than there are bounds; not cumulative. */
  buckets: number[];
  bounds: readonly number[];
  min: number;
  max: number;
};

type Value =
  | { kind: "sum"; value: number }
  | { kind: "gauge"; value: number }
  | { kind: "histogram"; value: HistogramValue };

/** One series of one instrument at one moment. */
export type Point = Description & { attributes: Record<string, string> } & Value;

/** A series as a report needs it: what came since the last report that arrived, and how to note that this one did. */
export type Unreported = { point: Point; commit: () => void };
