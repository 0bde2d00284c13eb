import { limits } from "@perigee/schema";
import fc from "fast-check";
import type {
  AnyValue,
  EntityRef,
  Exemplar,
  KeyValues,
  LogRecord,
  Logs,
  Metric,
  Metrics,
  Resource,
  Scope,
  Scoped,
  Span,
  Spans,
} from "../src/index.ts";

/** Trees such as a reader may make: well-formed, ids of the right length, numbers as numbers where these hold them exactly. */

export const anyText = fc.string({ unit: "binary", maxLength: 60 }).map((text) => text.toWellFormed());

const anyUint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const anyUint32 = fc.nat({ max: 2 ** 32 - 1 });
const anyInt32 = fc.integer();
const anyDouble = fc.double();

const anyInt64 = fc.oneof(
  fc.maxSafeInteger(),
  fc
    .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
    .map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value)),
);

const { value: anyValue } = fc.letrec<{ value: AnyValue; list: AnyValue[]; map: KeyValues }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: "value" },
    anyText,
    fc.boolean(),
    anyInt64,
    anyDouble,
    fc.constant(null),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => new Uint8Array(bytes)),
    tie("list"),
    tie("map"),
  ),
  list: fc.array(tie("value"), { maxLength: 4, depthIdentifier: "value" }),
  map: fc
    .array(fc.tuple(anyText, tie("value")), { maxLength: 4, depthIdentifier: "value" })
    .map((pairs) => new Map(pairs)),
}));

const attributes = fc.array(fc.tuple(anyText, anyValue), { maxLength: 5 }).map((pairs): KeyValues => new Map(pairs));

const hexOf = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => Buffer.from(bytes).toString("hex"));
const traceId = hexOf(16);
const spanId = hexOf(8);
const maybe = (id: fc.Arbitrary<string>) => fc.option(id, { nil: "" });

const entityRef = fc.record<EntityRef>({
  schemaUrl: anyText,
  type: anyText,
  idKeys: fc.array(anyText, { maxLength: 3 }),
  descriptionKeys: fc.array(anyText, { maxLength: 3 }),
});

const resource = fc.record<Resource, "attributes" | "droppedAttributesCount" | "schemaUrl">(
  {
    attributes,
    droppedAttributesCount: anyUint32,
    schemaUrl: anyText,
    entityRefs: fc.array(entityRef, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ["attributes", "droppedAttributesCount", "schemaUrl"] },
);
const scope = fc.record<Scope>({
  name: anyText,
  version: anyText,
  attributes,
  droppedAttributesCount: anyUint32,
  schemaUrl: anyText,
});

/** Neighbours may share a resource. */
const scoped = <Item>(item: fc.Arbitrary<Item>): fc.Arbitrary<Scoped<Item>[]> => {
  const scopes = fc.array(fc.tuple(scope, fc.array(item, { minLength: 1, maxLength: 3 })), {
    minLength: 1,
    maxLength: 2,
  });
  return fc
    .array(fc.tuple(resource, scopes), { maxLength: 2 })
    .map((resources) =>
      resources.flatMap(([ofResource, inside]) =>
        inside.map(([ofScope, items]) => ({ resource: ofResource, scope: ofScope, items })),
      ),
    );
};

/** Most records stand for none but themselves, and then have no weight. */
const weighted = <Item extends object>(item: fc.Arbitrary<Item>): fc.Arbitrary<Item & { weight?: number }> => {
  const weight = fc.double({ min: 1, max: limits.weight, minExcluded: true, noNaN: true });
  return fc.tuple(item, fc.option(weight)).map(([of, some]) => (some === null ? of : { ...of, weight: some }));
};

const logRecord = weighted(
  fc.record<LogRecord>({
    timeUnixNano: anyUint64,
    observedTimeUnixNano: anyUint64,
    severityNumber: anyInt32,
    severityText: anyText,
    body: anyValue,
    attributes,
    droppedAttributesCount: anyUint32,
    flags: anyUint32,
    traceId: maybe(traceId),
    spanId: maybe(spanId),
    eventName: anyText,
  }),
);

const event = fc.record({ timeUnixNano: anyUint64, name: anyText, attributes, droppedAttributesCount: anyUint32 });
const link = fc.record({
  traceId,
  spanId,
  traceState: anyText,
  attributes,
  droppedAttributesCount: anyUint32,
  flags: anyUint32,
});

const anyTraceState = fc.oneof(anyText, fc.constantFrom("ot=th:8", "a=1,ot=rv:0123456789abcd;th:fd70a4"));

const span = weighted(
  fc.record<Span>({
    traceId,
    spanId,
    traceState: anyTraceState,
    parentSpanId: maybe(spanId),
    flags: anyUint32,
    name: anyText,
    kind: anyInt32,
    startTimeUnixNano: anyUint64,
    endTimeUnixNano: anyUint64,
    attributes,
    droppedAttributesCount: anyUint32,
    events: fc.array(event, { maxLength: 3 }),
    droppedEventsCount: anyUint32,
    links: fc.array(link, { maxLength: 3 }),
    droppedLinksCount: anyUint32,
    statusCode: anyInt32,
    statusMessage: anyText,
  }),
);

const exemplar = fc.record<Exemplar>({
  timeUnixNano: anyUint64,
  value: anyDouble,
  filteredAttributes: attributes,
  traceId: maybe(traceId),
  spanId: maybe(spanId),
});
const exemplars = fc.array(exemplar, { maxLength: 2 });

const point = { attributes, startTimeUnixNano: anyUint64, timeUnixNano: anyUint64, flags: anyUint32 };
const optional = fc.option(anyDouble, { nil: undefined });
const distribution = { ...point, count: anyUint64, sum: optional, min: optional, max: optional, exemplars };
const counts = fc.array(anyUint64, { maxLength: 5 });
const buckets = fc.record({ offset: anyInt32, bucketCounts: counts });

const pointsOf = <Point>(model: { [Key in keyof Point]: fc.Arbitrary<Point[Key]> }) =>
  fc.array(fc.record<Point>(model), { maxLength: 3 });

const numberPoints = pointsOf({ ...point, value: anyDouble, exemplars });
const temporality = fc.nat({ max: 2 });

const data: fc.Arbitrary<Metric["data"]> = fc.oneof(
  fc.record({ kind: fc.constant("gauge" as const), points: numberPoints }),
  fc.record({ kind: fc.constant("sum" as const), points: numberPoints, temporality, isMonotonic: fc.boolean() }),
  fc.record({
    kind: fc.constant("histogram" as const),
    points: pointsOf({ ...distribution, bucketCounts: counts, explicitBounds: fc.array(anyDouble, { maxLength: 5 }) }),
    temporality,
  }),
  fc.record({
    kind: fc.constant("exponential-histogram" as const),
    points: pointsOf({
      ...distribution,
      scale: anyInt32,
      zeroCount: anyUint64,
      zeroThreshold: anyDouble,
      positive: buckets,
      negative: buckets,
    }),
    temporality,
  }),
  fc.record({
    kind: fc.constant("summary" as const),
    points: pointsOf({
      ...point,
      count: anyUint64,
      sum: anyDouble,
      quantiles: fc.array(fc.record({ quantile: anyDouble, value: anyDouble }), { maxLength: 3 }),
    }),
  }),
);

const metric = fc.record<Metric>({ name: anyText, description: anyText, unit: anyText, metadata: attributes, data });

export const anyLogs: fc.Arbitrary<Logs> = scoped(logRecord);
export const anySpans: fc.Arbitrary<Spans> = scoped(span);
export const anyMetrics: fc.Arbitrary<Metrics> = scoped(metric);
