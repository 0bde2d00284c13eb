import { limits } from "@perigee/schema";
import { field, keyValues, named, nested, numbers, readOnly, records, separateRecords } from "./fields.ts";
import * as json from "./json-values.ts";
import { type Field, type Message, message, readJson, readWire, toJson } from "./message.ts";
import * as scalars from "./scalars.ts";
import type { Signal } from "./scoped.ts";
import type {
  Exemplar,
  ExponentialBuckets,
  ExponentialHistogramPoint,
  HistogramPoint,
  Metric,
  MetricData,
  NumberPoint,
  SummaryPoint,
} from "./tree.ts";
import { wireTypes } from "./wire-reader.ts";

/** https://github.com/open-telemetry/opentelemetry-proto/blob/v1.10.0/opentelemetry/proto/metrics/v1/metrics.proto */

const { double, fixed64, id, optionalDouble, pointDouble, pointInt, sint32, text, uint32, uint64 } = scalars;

const exemplar = message<Exemplar>(
  () => ({ timeUnixNano: 0n, value: 0, filteredAttributes: new Map(), traceId: "", spanId: "" }),
  [
    keyValues("filteredAttributes", 7),
    field("timeUnixNano", 2, fixed64),
    named("asDouble", field("value", 3, pointDouble)),
    readOnly(named("asInt", field("value", 6, pointInt))),
    field("spanId", 4, id),
    field("traceId", 5, id),
  ],
);

const point = () => ({ attributes: new Map(), startTimeUnixNano: 0n, timeUnixNano: 0n, flags: 0 });
const distribution = () => ({ ...point(), count: 0n, sum: undefined, min: undefined, max: undefined, exemplars: [] });

const times = [field("startTimeUnixNano", 2, fixed64), field("timeUnixNano", 3, fixed64)] as const;

const numberPoint = message<NumberPoint>(
  () => ({ ...point(), value: Number.NaN, exemplars: [] }),
  [
    keyValues("attributes", 7),
    ...times,
    named("asDouble", field("value", 4, pointDouble)),
    readOnly(named("asInt", field("value", 6, pointInt))),
    records("exemplars", 5, exemplar),
    field("flags", 8, uint32),
  ],
);

const most = limits.otlpBuckets;

const histogramPoint = message<HistogramPoint>(
  () => ({ ...distribution(), bucketCounts: [], explicitBounds: [] }),
  [
    keyValues("attributes", 9),
    ...times,
    field("count", 4, fixed64),
    field("sum", 5, optionalDouble),
    numbers("bucketCounts", 6, { scalar: fixed64, most }),
    numbers("explicitBounds", 7, { scalar: double, most }),
    records("exemplars", 8, exemplar),
    field("flags", 10, uint32),
    field("min", 11, optionalDouble),
    field("max", 12, optionalDouble),
  ],
);

const newBuckets = (): ExponentialBuckets => ({ offset: 0, bucketCounts: [] });

const buckets = message<ExponentialBuckets>(newBuckets, [
  field("offset", 1, sint32),
  numbers("bucketCounts", 2, { scalar: uint64, most }),
]);

const exponentialHistogramPoint = message<ExponentialHistogramPoint>(
  () => ({
    ...distribution(),
    scale: 0,
    zeroCount: 0n,
    zeroThreshold: 0,
    positive: newBuckets(),
    negative: newBuckets(),
  }),
  [
    keyValues("attributes", 1),
    ...times,
    field("count", 4, fixed64),
    field("sum", 5, optionalDouble),
    field("scale", 6, sint32),
    field("zeroCount", 7, fixed64),
    nested("positive", 8, buckets),
    nested("negative", 9, buckets),
    field("flags", 10, uint32),
    records("exemplars", 11, exemplar),
    field("min", 12, optionalDouble),
    field("max", 13, optionalDouble),
    field("zeroThreshold", 14, double),
  ],
);

const quantile = message<SummaryPoint["quantiles"][number]>(
  () => ({ quantile: 0, value: 0 }),
  [field("quantile", 1, double), field("value", 2, double)],
);

const summaryPoint = message<SummaryPoint>(
  () => ({ ...point(), count: 0n, sum: 0, quantiles: [] }),
  [
    keyValues("attributes", 7),
    ...times,
    field("count", 4, fixed64),
    field("sum", 5, double),
    named("quantileValues", records("quantiles", 6, quantile)),
    field("flags", 8, uint32),
  ],
);

const temporality = named(
  "aggregationTemporality",
  field("temporality", 2, scalars.enumeration("AGGREGATION_TEMPORALITY_", ["UNSPECIFIED", "DELTA", "CUMULATIVE"])),
);

const points = <Point>(ofMessage: Message<Point>) => named("dataPoints", separateRecords("points", 1, ofMessage));

type Data<Kind extends MetricData["kind"]> = Extract<MetricData, { kind: Kind }>;

const gauge = message<Data<"gauge">>(() => ({ kind: "gauge", points: [] }), [points(numberPoint)]);

const sum = message<Data<"sum">>(
  () => ({ kind: "sum", points: [], temporality: 0, isMonotonic: false }),
  [points(numberPoint), temporality, field("isMonotonic", 3, scalars.bool)],
);

const histogram = message<Data<"histogram">>(
  () => ({ kind: "histogram", points: [], temporality: 0 }),
  [points(histogramPoint), temporality],
);

const exponentialHistogram = message<Data<"exponential-histogram">>(
  () => ({ kind: "exponential-histogram", points: [], temporality: 0 }),
  [points(exponentialHistogramPoint), temporality],
);

const summary = message<Data<"summary">>(() => ({ kind: "summary", points: [] }), [points(summaryPoint)]);

/** A metric whose kind is not known has no data, and is none. */
type MetricDraft = Omit<Metric, "data"> & { data: MetricData | undefined };

export const hasData = (draft: MetricDraft): draft is Metric => draft.data !== undefined;

const metric = message<MetricDraft>(
  () => ({ name: "", description: "", unit: "", metadata: new Map(), data: undefined }),
  [
    field("name", 1, text),
    field("description", 2, text),
    field("unit", 3, text),
    data(5, "gauge", gauge),
    data(7, "sum", sum),
    data(9, "histogram", histogram),
    named("exponentialHistogram", data(10, "exponential-histogram", exponentialHistogram)),
    data(11, "summary", summary),
    keyValues("metadata", 12),
  ],
);

/** One of the kinds that a metric may have. */
function data<Kind extends MetricData["kind"]>(
  number: number,
  kind: Kind,
  ofMessage: Message<Data<Kind>>,
): Field<MetricDraft> {
  return {
    name: kind,
    number,
    wireTypes: 1 << wireTypes.bytes,
    readWire: (reader, target) => {
      target.data = readWire(reader, ofMessage, ofMessage.create());
    },
    readJson: (value, target, reading) => {
      target.data = readJson(ofMessage, json.object(value, kind), { target: ofMessage.create(), reading });
    },
    toJson: (source) => (isOf(source.data, kind) ? toJson(ofMessage, source.data) : undefined),
  };
}

const isOf = <Kind extends MetricData["kind"]>(data: MetricData | undefined, kind: Kind): data is Data<Kind> =>
  data?.kind === kind;

const kindNames = ["gauge", "sum", "histogram", "exponentialHistogram", "summary"];

/** How many data points a metric in JSON claims to have; one without any is told of as one. */
function countPoints(source: unknown): number {
  if (typeof source !== "object" || source === null) return 1;
  const fields = source as Record<string, { dataPoints?: unknown } | null | undefined>;
  const lists = kindNames.map((kind) => fields[kind]?.dataPoints);
  return Math.max(1, ...lists.map((list) => (Array.isArray(list) ? list.length : 0)));
}

export const metrics: Signal<MetricDraft> = {
  resources: "resourceMetrics",
  scopes: "scopeMetrics",
  items: "metrics",
  item: metric,
  afterRead: () => undefined,
  countRecords: countPoints,
};
