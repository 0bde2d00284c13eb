import type {
  AnyValue,
  Exemplar,
  ExponentialBuckets,
  ExponentialHistogramPoint,
  HistogramPoint,
  KeyValues,
  LogRecord,
  Logs,
  Metric,
  Metrics,
  NumberPoint,
  Resource,
  Scope,
  Scoped,
  Span,
  Spans,
  SummaryPoint,
} from "../src/index.ts";

/**
 * Protobuf of whole trees, for what the official encoder cannot say. Its numbers are written down a second time and not taken from the
 * descriptions that the readers use: a wrong number would else be wrong on both sides. Empty fields are written, too, as an encoder may.
 */

type Bytes = Uint8Array;

const join = (...parts: Bytes[]): Bytes => Buffer.concat(parts);

export function varint(value: bigint | number): Bytes {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Uint8Array.from([...bytes, Number(rest)]);
}

const tag = (number: number, wireType: number): Bytes => varint(number * 8 + wireType);

const fixed = (write: (buffer: Buffer) => void, length = 8): Bytes => {
  const buffer = Buffer.alloc(length);
  write(buffer);
  return buffer;
};
const fixed64 = (value: bigint): Bytes => fixed((buffer) => buffer.writeBigUInt64LE(value));
const float64 = (value: number): Bytes => fixed((buffer) => buffer.writeDoubleLE(value));
const zigzag = (value: number): Bytes => varint(BigInt.asUintN(32, BigInt((value << 1) ^ (value >> 31))));

export const delimited = (number: number, bytes: Bytes): Bytes => join(tag(number, 2), varint(bytes.length), bytes);
const text = (number: number, value: string): Bytes => delimited(number, new TextEncoder().encode(value));
const hex = (number: number, id: string): Bytes => delimited(number, Buffer.from(id, "hex"));
export const integer = (number: number, value: number | bigint): Bytes => join(tag(number, 0), varint(value));
const long = (number: number, value: bigint): Bytes => join(tag(number, 1), fixed64(value));
const word = (number: number, value: number): Bytes =>
  join(
    tag(number, 5),
    fixed((buffer) => buffer.writeUInt32LE(value), 4),
  );
const double = (number: number, value: number | undefined): Bytes =>
  value === undefined ? new Uint8Array() : join(tag(number, 1), float64(value));
const each = <Item>(number: number, items: readonly Item[], encode: (item: Item) => Bytes): Bytes =>
  join(...items.map((item) => delimited(number, encode(item))));

function anyValue(value: AnyValue): Bytes {
  if (value === null) return new Uint8Array();
  if (typeof value === "string") return text(1, value);
  if (typeof value === "boolean") return integer(2, Number(value));
  if (typeof value === "bigint") return integer(3, value);
  if (typeof value === "number")
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? integer(3, value) : double(4, value);
  if (value instanceof Uint8Array) return delimited(7, value);
  return value instanceof Map ? delimited(6, keyValues(1, value)) : delimited(5, each(1, value, anyValue));
}

const keyValues = (number: number, map: KeyValues): Bytes =>
  each(number, [...map], ([key, value]) => join(text(1, key), delimited(2, anyValue(value))));

/** Always said of a span whose tracestate may say it, too. */
const withWeight = ({ attributes, weight }: LogRecord | Span, traceState = ""): KeyValues =>
  weight === undefined && !traceState.includes("ot=")
    ? attributes
    : new Map([...attributes, ["perigee.sample_weight", weight ?? 1]]);

const logRecord = (record: LogRecord): Bytes =>
  join(
    long(1, record.timeUnixNano),
    integer(2, record.severityNumber),
    text(3, record.severityText),
    delimited(5, anyValue(record.body)),
    keyValues(6, withWeight(record)),
    integer(7, record.droppedAttributesCount),
    word(8, record.flags),
    hex(9, record.traceId),
    hex(10, record.spanId),
    long(11, record.observedTimeUnixNano),
    text(12, record.eventName),
  );

const span = (of: Span): Bytes =>
  join(
    hex(1, of.traceId),
    hex(2, of.spanId),
    text(3, of.traceState),
    hex(4, of.parentSpanId),
    text(5, of.name),
    integer(6, of.kind),
    long(7, of.startTimeUnixNano),
    long(8, of.endTimeUnixNano),
    keyValues(9, withWeight(of, of.traceState)),
    integer(10, of.droppedAttributesCount),
    each(11, of.events, (event) =>
      join(
        long(1, event.timeUnixNano),
        text(2, event.name),
        keyValues(3, event.attributes),
        integer(4, event.droppedAttributesCount),
      ),
    ),
    integer(12, of.droppedEventsCount),
    each(13, of.links, (link) =>
      join(
        hex(1, link.traceId),
        hex(2, link.spanId),
        text(3, link.traceState),
        keyValues(4, link.attributes),
        integer(5, link.droppedAttributesCount),
        word(6, link.flags),
      ),
    ),
    integer(14, of.droppedLinksCount),
    delimited(15, join(text(2, of.statusMessage), integer(3, of.statusCode))),
    word(16, of.flags),
  );

const exemplar = (of: Exemplar): Bytes =>
  join(
    long(2, of.timeUnixNano),
    double(3, of.value),
    hex(4, of.spanId),
    hex(5, of.traceId),
    keyValues(7, of.filteredAttributes),
  );

const times = (of: { startTimeUnixNano: bigint; timeUnixNano: bigint }): Bytes =>
  join(long(2, of.startTimeUnixNano), long(3, of.timeUnixNano));

const numberPoint = (of: NumberPoint): Bytes =>
  join(
    times(of),
    double(4, of.value),
    each(5, of.exemplars, exemplar),
    keyValues(7, of.attributes),
    integer(8, of.flags),
  );

/** Lists of numbers of fixed width come packed or not, by turns. */
const fixedList = (number: number, entries: readonly Bytes[]): Bytes =>
  entries.length % 2 === 0
    ? delimited(number, join(...entries))
    : join(...entries.map((entry) => join(tag(number, 1), entry)));

const histogramPoint = (of: HistogramPoint): Bytes =>
  join(
    times(of),
    long(4, of.count),
    double(5, of.sum),
    fixedList(6, of.bucketCounts.map(fixed64)),
    fixedList(7, of.explicitBounds.map(float64)),
    each(8, of.exemplars, exemplar),
    keyValues(9, of.attributes),
    integer(10, of.flags),
    double(11, of.min),
    double(12, of.max),
  );

const buckets = ({ offset, bucketCounts }: ExponentialBuckets): Bytes =>
  join(
    tag(1, 0),
    zigzag(offset),
    bucketCounts.length % 2 === 0
      ? delimited(2, join(...bucketCounts.map(varint)))
      : join(...bucketCounts.map((count) => integer(2, count))),
  );

const exponentialHistogramPoint = (of: ExponentialHistogramPoint): Bytes =>
  join(
    keyValues(1, of.attributes),
    times(of),
    long(4, of.count),
    double(5, of.sum),
    tag(6, 0),
    zigzag(of.scale),
    long(7, of.zeroCount),
    delimited(8, buckets(of.positive)),
    delimited(9, buckets(of.negative)),
    integer(10, of.flags),
    each(11, of.exemplars, exemplar),
    double(12, of.min),
    double(13, of.max),
    double(14, of.zeroThreshold),
  );

const summaryPoint = (of: SummaryPoint): Bytes =>
  join(
    times(of),
    long(4, of.count),
    double(5, of.sum),
    each(6, of.quantiles, ({ quantile, value }) => join(double(1, quantile), double(2, value))),
    keyValues(7, of.attributes),
    integer(8, of.flags),
  );

function metricData(data: Metric["data"]): Bytes {
  switch (data.kind) {
    case "gauge":
      return delimited(5, each(1, data.points, numberPoint));
    case "sum":
      return delimited(
        7,
        join(each(1, data.points, numberPoint), integer(2, data.temporality), integer(3, Number(data.isMonotonic))),
      );
    case "histogram":
      return delimited(9, join(each(1, data.points, histogramPoint), integer(2, data.temporality)));
    case "exponential-histogram":
      return delimited(10, join(each(1, data.points, exponentialHistogramPoint), integer(2, data.temporality)));
    case "summary":
      return delimited(11, each(1, data.points, summaryPoint));
  }
}

const metric = ({ name, description, unit, metadata, data }: Metric): Bytes =>
  join(text(1, name), text(2, description), text(3, unit), metricData(data), keyValues(12, metadata));

const resourceBytes = ({ attributes, droppedAttributesCount, entityRefs = [] }: Resource): Bytes =>
  join(
    keyValues(1, attributes),
    integer(2, droppedAttributesCount),
    each(3, entityRefs, ({ schemaUrl, type, idKeys, descriptionKeys }) =>
      join(
        text(1, schemaUrl),
        text(2, type),
        ...idKeys.map((key) => text(3, key)),
        ...descriptionKeys.map((key) => text(4, key)),
      ),
    ),
  );

const scopeBytes = ({ name, version, attributes, droppedAttributesCount }: Scope): Bytes =>
  join(text(1, name), text(2, version), keyValues(3, attributes), integer(4, droppedAttributesCount));

/** The resource comes behind what it owns, which protobuf allows. */
const request = <Item>(tree: readonly Scoped<Item>[], encode: (item: Item) => Bytes): Bytes =>
  each(1, tree, ({ resource, scope, items }) =>
    join(
      delimited(2, join(each(2, items, encode), delimited(1, scopeBytes(scope)), text(3, scope.schemaUrl))),
      delimited(1, resourceBytes(resource)),
      text(3, resource.schemaUrl),
    ),
  );

export const encodeLogs = (logs: Logs): Bytes => request(logs, logRecord);
export const encodeSpans = (spans: Spans): Bytes => request(spans, span);
export const encodeMetrics = (metrics: Metrics): Bytes => request(metrics, metric);
