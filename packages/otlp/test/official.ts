import {
  JsonLogsSerializer,
  JsonMetricsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from "@opentelemetry/otlp-transformer";
import fc from "fast-check";
import type { AnyValue, KeyValues, Logs, Metric, Metrics, Spans } from "../src/index.ts";
import { anyText } from "./any-tree.ts";

/**
 * What the SDK of OpenTelemetry for JavaScript has in memory before it exports, the same as the tree that must come out of it, and what its own
 * serializers make of it. Numbers are such that both encodings of that library carry them: its JSON has neither NaN nor 64-bit integers.
 */

type Sdk = {
  logs: Parameters<typeof ProtobufLogsSerializer.serializeRequest>[0];
  spans: Parameters<typeof ProtobufTraceSerializer.serializeRequest>[0];
  metrics: Parameters<typeof ProtobufMetricsSerializer.serializeRequest>[0];
};

export type Exported<Tree> = { tree: Tree; protobuf: Uint8Array; json: Uint8Array };

const bytesOf = (bytes: Uint8Array | undefined): Uint8Array => {
  if (bytes === undefined) throw new Error("the official serializer made nothing");
  return bytes;
};

type SdkValue = string | boolean | number | Uint8Array | undefined | SdkValue[] | { [key: string]: SdkValue };

/** What the JSON of the library can say: a number without a fraction becomes an integer, and one of these must be exact. */
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Number.isInteger(value)),
);

/** Keys that are array indices would change their place. */
const key = anyText.filter((text) => !/^\d+$/.test(text) && text !== "__proto__");

const { value } = fc.letrec<{ value: SdkValue; map: Record<string, SdkValue> }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    anyText,
    fc.boolean(),
    number,
    fc.constant(undefined),
    fc.uint8Array({ maxLength: 20 }),
    fc.array(tie("value"), { maxLength: 3 }),
    tie("map"),
  ),
  map: fc.dictionary(key, tie("value"), { maxKeys: 3, noNullPrototype: true }),
}));
const attributes = fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true });

function toTree(sdk: SdkValue): AnyValue {
  if (sdk === undefined) return null;
  if (typeof sdk !== "object") return Object.is(sdk, -0) ? 0 : sdk;
  if (sdk instanceof Uint8Array) return new Uint8Array(sdk);
  return Array.isArray(sdk) ? sdk.map(toTree) : toMap(sdk);
}

const toMap = (sdk: Record<string, SdkValue>): KeyValues =>
  new Map(Object.entries(sdk).map(([name, entry]) => [name, toTree(entry)]));

const time = fc.tuple(fc.nat(4_000_000_000), fc.nat(999_999_999));
const nanos = ([seconds, rest]: readonly [number, number]): bigint => BigInt(seconds) * 1_000_000_000n + BigInt(rest);

const hexOf = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => Buffer.from(bytes).toString("hex"));

const context = fc.record({ traceId: hexOf(16), spanId: hexOf(8), traceFlags: fc.nat(255), isRemote: fc.boolean() });
const traceState = fc.constantFrom("", "vendor=1", "a=b,c=d");
const count = fc.nat();

const resource = fc.record({ attributes, schemaUrl: anyText });
const scope = fc.record({ name: anyText, version: anyText, schemaUrl: anyText });

type Given = { resource: { attributes: Record<string, SdkValue>; schemaUrl: string } };
const toResource = ({ resource: { attributes: sdk, schemaUrl } }: Given) => ({
  attributes: toMap(sdk),
  droppedAttributesCount: 0,
  schemaUrl,
});
const toScope = (sdk: { name: string; version: string; schemaUrl: string }) => ({
  ...sdk,
  attributes: new Map(),
  droppedAttributesCount: 0,
});

const log = fc.record({
  hrTime: time,
  hrTimeObserved: time,
  severityNumber: fc.nat(24),
  severityText: anyText,
  body: value,
  attributes,
  droppedAttributesCount: count,
  spanContext: context,
  eventName: anyText,
});

export const anyExportedLogs = fc
  .record({ resource, scope, items: fc.array(log, { minLength: 1, maxLength: 3 }) })
  .map((given): Exported<Logs> => {
    const ofResource = given.resource;
    const sdk = given.items.map((item) => ({ ...item, resource: ofResource, instrumentationScope: given.scope }));
    const items = given.items.map(({ hrTime, hrTimeObserved, spanContext, body, attributes: ofLog, ...rest }) => ({
      ...rest,
      timeUnixNano: nanos(hrTime),
      observedTimeUnixNano: nanos(hrTimeObserved),
      body: toTree(body),
      attributes: toMap(ofLog),
      flags: spanContext.traceFlags,
      traceId: spanContext.traceId,
      spanId: spanContext.spanId,
    }));
    const logs = sdk as unknown as Sdk["logs"];
    return {
      tree: [{ resource: toResource(given), scope: toScope(given.scope), items }],
      protobuf: bytesOf(ProtobufLogsSerializer.serializeRequest(logs)),
      json: bytesOf(JsonLogsSerializer.serializeRequest(logs)),
    };
  });

const spanFlags = ({ traceFlags }: { traceFlags: number }, isRemote: boolean): number =>
  traceFlags | 256 | (isRemote ? 512 : 0);

const event = fc.record({ time, name: anyText, attributes, droppedAttributesCount: count });
const link = fc.record({ context, traceState, attributes, droppedAttributesCount: count });

const span = fc.record({
  context,
  traceState,
  parent: fc.option(context, { nil: undefined }),
  name: anyText,
  kind: fc.nat(4),
  startTime: time,
  endTime: time,
  attributes,
  droppedAttributesCount: count,
  events: fc.array(event, { maxLength: 2 }),
  droppedEventsCount: count,
  links: fc.array(link, { maxLength: 2 }),
  droppedLinksCount: count,
  status: fc.record({ code: fc.nat(2), message: anyText }),
});

const withState = <Context>(ofContext: Context, state: string) => ({
  ...ofContext,
  traceState: { serialize: () => state },
});

export const anyExportedSpans = fc
  .record({ resource, scope, items: fc.array(span, { minLength: 1, maxLength: 3 }) })
  .map((given): Exported<Spans> => {
    const ofResource = given.resource;
    const sdk = given.items.map(({ context: own, traceState: state, parent, links, ...rest }) => ({
      ...rest,
      spanContext: () => withState(own, state),
      parentSpanContext: parent,
      links: links.map((each) => ({ ...each, context: withState(each.context, each.traceState) })),
      resource: ofResource,
      instrumentationScope: given.scope,
    }));
    const items = given.items.map((each) => ({
      traceId: each.context.traceId,
      spanId: each.context.spanId,
      traceState: each.traceState,
      parentSpanId: each.parent?.spanId ?? "",
      flags: spanFlags(each.context, each.parent?.isRemote ?? false),
      name: each.name,
      kind: each.kind + 1,
      startTimeUnixNano: nanos(each.startTime),
      endTimeUnixNano: nanos(each.endTime),
      attributes: toMap(each.attributes),
      droppedAttributesCount: each.droppedAttributesCount,
      events: each.events.map(({ time: at, attributes: ofEvent, ...rest }) => ({
        ...rest,
        timeUnixNano: nanos(at),
        attributes: toMap(ofEvent),
      })),
      droppedEventsCount: each.droppedEventsCount,
      links: each.links.map((ofLink) => ({
        traceId: ofLink.context.traceId,
        spanId: ofLink.context.spanId,
        traceState: ofLink.traceState,
        attributes: toMap(ofLink.attributes),
        droppedAttributesCount: ofLink.droppedAttributesCount,
        flags: spanFlags(ofLink.context, ofLink.context.isRemote),
      })),
      droppedLinksCount: each.droppedLinksCount,
      statusCode: each.status.code,
      statusMessage: each.status.message,
    }));
    const spans = sdk as unknown as Sdk["spans"];
    return {
      tree: [{ resource: toResource(given), scope: toScope(given.scope), items }],
      protobuf: bytesOf(ProtobufTraceSerializer.serializeRequest(spans)),
      json: bytesOf(JsonTraceSerializer.serializeRequest(spans)),
    };
  });

const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => (each === 0 ? 0 : each));
const integer = fc.maxSafeInteger();
const optional = fc.option(finite, { nil: undefined });
const buckets = fc.record({ offset: fc.integer(), bucketCounts: fc.array(count, { maxLength: 5 }) });

const pointOf = <Value>(ofPoint: fc.Arbitrary<Value>) =>
  fc.array(fc.record({ startTime: time, endTime: time, attributes, value: ofPoint }), { maxLength: 3 });

const distribution = { count, sum: optional, min: optional, max: optional };

/** DataPointType, ValueType and AggregationTemporality of the SDK, whose numbers are not those of the protocol. */
const types = { histogram: 0, exponential: 1, gauge: 2, sum: 3 };
const valueTypes = { int: 0, double: 1 };
const temporality = fc.nat(1);

const numbers = fc.oneof(
  fc.record({ valueType: fc.constant(valueTypes.int), dataPoints: pointOf(integer) }),
  fc.record({ valueType: fc.constant(valueTypes.double), dataPoints: pointOf(finite) }),
);

const histogram = fc.record({
  ...distribution,
  buckets: fc.record({
    counts: fc.array(count, { maxLength: 5 }),
    boundaries: fc.array(finite, { maxLength: 5 }),
  }),
});

const exponential = fc.record({
  ...distribution,
  scale: fc.integer(),
  zeroCount: count,
  positive: buckets,
  negative: buckets,
});

type SdkPoint<Value> = {
  startTime: [number, number];
  endTime: [number, number];
  attributes: Record<string, SdkValue>;
  value: Value;
};

const toPoint = ({ startTime, endTime, attributes: sdk }: SdkPoint<unknown>) => ({
  attributes: toMap(sdk),
  startTimeUnixNano: nanos(startTime),
  timeUnixNano: nanos(endTime),
  flags: 0,
  exemplars: [],
});
const toBuckets = ({ offset, bucketCounts }: { offset: number; bucketCounts: number[] }) => ({
  offset,
  bucketCounts: bucketCounts.map(BigInt),
});
const toNumbers = (points: SdkPoint<number>[]) =>
  points.map((each) => ({ ...toPoint(each), value: Object.is(each.value, -0) ? 0 : each.value }));

/** The part of a metric that depends on its kind: for the SDK, and as it stands in the tree. */
const kinds: fc.Arbitrary<{ sdk: object; valueType: number; data: Metric["data"] }> = fc.oneof(
  numbers.map(({ valueType, dataPoints }) => ({
    sdk: { dataPointType: types.gauge, dataPoints },
    valueType,
    data: { kind: "gauge" as const, points: toNumbers(dataPoints) },
  })),
  fc.record({ of: numbers, temporality, isMonotonic: fc.boolean() }).map(({ of, ...rest }) => ({
    sdk: {
      dataPointType: types.sum,
      dataPoints: of.dataPoints,
      aggregationTemporality: rest.temporality,
      isMonotonic: rest.isMonotonic,
    },
    valueType: of.valueType,
    data: {
      kind: "sum" as const,
      points: toNumbers(of.dataPoints),
      temporality: rest.temporality + 1,
      isMonotonic: rest.isMonotonic,
    },
  })),
  fc.record({ dataPoints: pointOf(histogram), temporality }).map((of) => ({
    sdk: { dataPointType: types.histogram, dataPoints: of.dataPoints, aggregationTemporality: of.temporality },
    valueType: valueTypes.double,
    data: {
      kind: "histogram" as const,
      temporality: of.temporality + 1,
      points: of.dataPoints.map((each) => ({
        ...toPoint(each),
        count: BigInt(each.value.count),
        sum: each.value.sum,
        min: each.value.min,
        max: each.value.max,
        bucketCounts: each.value.buckets.counts.map(BigInt),
        explicitBounds: each.value.buckets.boundaries,
      })),
    },
  })),
  fc.record({ dataPoints: pointOf(exponential), temporality }).map((of) => ({
    sdk: { dataPointType: types.exponential, dataPoints: of.dataPoints, aggregationTemporality: of.temporality },
    valueType: valueTypes.double,
    data: {
      kind: "exponential-histogram" as const,
      temporality: of.temporality + 1,
      points: of.dataPoints.map((each) => ({
        ...toPoint(each),
        count: BigInt(each.value.count),
        sum: each.value.sum,
        min: each.value.min,
        max: each.value.max,
        scale: each.value.scale,
        zeroCount: BigInt(each.value.zeroCount),
        zeroThreshold: 0,
        positive: toBuckets(each.value.positive),
        negative: toBuckets(each.value.negative),
      })),
    },
  })),
);

const metric = fc.record({ name: anyText, description: anyText, unit: anyText, kind: kinds });

export const anyExportedMetrics = fc
  .record({ resource, scope, items: fc.array(metric, { minLength: 1, maxLength: 3 }) })
  .map((given): Exported<Metrics> => {
    const metrics = given.items.map(({ kind, ...rest }) => ({
      ...kind.sdk,
      descriptor: { ...rest, valueType: kind.valueType },
    }));
    const sdk = {
      resource: given.resource,
      scopeMetrics: [{ scope: given.scope, metrics }],
    } as unknown as Sdk["metrics"];
    const items = given.items.map(({ kind, ...rest }) => ({ ...rest, metadata: new Map(), data: kind.data }));
    return {
      tree: [{ resource: toResource(given), scope: toScope(given.scope), items }],
      protobuf: bytesOf(ProtobufMetricsSerializer.serializeRequest(sdk)),
      json: bytesOf(JsonMetricsSerializer.serializeRequest(sdk)),
    };
  });
