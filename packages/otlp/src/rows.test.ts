import { limits, rowSchemas } from "@perigee/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countItems,
  countPoints,
  finishedRows,
  receivedAt,
  recentLogs,
  recentMetrics,
  recentSpans,
} from "../test/finished-rows.ts";
import { logRows } from "./log-rows.ts";
import { metricRows } from "./metric-rows.ts";
import type { MadeRows } from "./row-group.ts";
import { spanRows } from "./span-rows.ts";
import type {
  AnyValue,
  EntityRef,
  HistogramPoint,
  KeyValues,
  LogRecord,
  Metric,
  NumberPoint,
  Scoped,
  Span,
} from "./tree.ts";

const receipt = { receivedAt };
const now = BigInt(receivedAt) * 1_000_000n;
const day = 86_400_000_000_000n;

const map = (entries: Record<string, AnyValue>): KeyValues => new Map(Object.entries(entries));
const many = (count: number): KeyValues => new Map(Array.from({ length: count }, (_, index) => [`key${index}`, index]));

const scoped = <Item>(...items: Item[]): Scoped<Item>[] => [
  {
    resource: { attributes: map({ "service.name": "api" }), droppedAttributesCount: 0, schemaUrl: "" },
    scope: { name: "", version: "", attributes: new Map(), droppedAttributesCount: 0, schemaUrl: "" },
    items,
  },
];

const log = (given: Partial<LogRecord>): LogRecord => ({
  timeUnixNano: now,
  observedTimeUnixNano: now,
  severityNumber: 9,
  severityText: "",
  body: "",
  attributes: new Map(),
  droppedAttributesCount: 0,
  flags: 0,
  traceId: "",
  spanId: "",
  eventName: "",
  ...given,
});

const span = (given: Partial<Span>): Span => ({
  traceId: "5b8efff798038103d269b633813fc60c",
  spanId: "eee19b7ec3c1b174",
  traceState: "",
  parentSpanId: "",
  flags: 0,
  name: "",
  kind: 1,
  startTimeUnixNano: now,
  endTimeUnixNano: now + 5n,
  attributes: new Map(),
  droppedAttributesCount: 0,
  events: [],
  droppedEventsCount: 0,
  links: [],
  droppedLinksCount: 0,
  statusCode: 0,
  statusMessage: "",
  ...given,
});

const point = { attributes: new Map(), startTimeUnixNano: now, timeUnixNano: now, flags: 0, exemplars: [] };
const metric = (data: Metric["data"]): Metric => ({
  name: "m",
  description: "",
  unit: "",
  metadata: new Map(),
  data,
});
const gauge = (...points: Partial<NumberPoint>[]): Metric =>
  metric({ kind: "gauge", points: points.map((given) => ({ ...point, value: 1, ...given })) });
const histogram = (given: Partial<HistogramPoint>): Metric =>
  metric({
    kind: "histogram",
    temporality: 2,
    points: [
      {
        ...point,
        count: 1n,
        sum: undefined,
        min: undefined,
        max: undefined,
        bucketCounts: [],
        explicitBounds: [],
        ...given,
      },
    ],
  });

/** Columns that a row need not name. */
const emptyLists = Object.fromEntries(
  Object.values(rowSchemas)
    .flatMap(({ shape }) => Object.keys(shape))
    .filter((column) => /^(?:Events|Links|Exemplars)\./.test(column))
    .map((column) => [column, []]),
);

const rowsOf = ({ groups }: MadeRows): Record<string, unknown>[] => groups.flatMap(finishedRows);
const logRow = (given: Partial<LogRecord>) => rowsOf(logRows(scoped(log(given)), receipt))[0];
const spanRow = (given: Partial<Span>) => rowsOf(spanRows(scoped(span(given)), receipt))[0];

describe("every row", () => {
  const fits = (made: MadeRows) => {
    for (const group of made.groups)
      for (const row of finishedRows(group)) rowSchemas[group.table].parse({ ...emptyLists, ...row });
    return rowsOf(made).length;
  };

  it("of a log fits its table", () => {
    const check = (logs: Scoped<LogRecord>[]) => expect(fits(logRows(logs, receipt))).toBe(countItems(logs));
    fc.assert(fc.property(recentLogs, (logs) => void check(logs)));
  });

  it("of a span fits its table", () => {
    const check = (spans: Scoped<Span>[]) => expect(fits(spanRows(spans, receipt))).toBe(countItems(spans));
    fc.assert(fc.property(recentSpans, (spans) => void check(spans)));
  });

  it("of a data point fits its table", () => {
    const check = (metrics: Scoped<Metric>[]) => expect(fits(metricRows(metrics, receipt))).toBe(countPoints(metrics));
    fc.assert(fc.property(recentMetrics, (metrics) => void check(metrics)));
  });
});

describe("times", () => {
  const at = "2026-11-22 20:00:00.000000000";

  it.each<[string, Partial<LogRecord>, string]>([
    ["its own", { timeUnixNano: now - 1n }, "2026-11-22 19:59:59.999999999"],
    ["that of its observation", { timeUnixNano: 0n, observedTimeUnixNano: now - day }, "2026-11-21 20:00:00.000000000"],
    ["that of its receipt", { timeUnixNano: 0n, observedTimeUnixNano: 0n }, at],
    ["that of its receipt where it lies in the far future", { timeUnixNano: 2n ** 64n - 1n }, at],
    ["that of its receipt where both lie too far back", { timeUnixNano: now - 9n * day, observedTimeUnixNano: 1n }, at],
    [
      "that of its observation where its own lies too far back",
      { timeUnixNano: now - 30n * day, observedTimeUnixNano: now - day },
      "2026-11-21 20:00:00.000000000",
    ],
  ])("a log record has %s", (_name, given, expected) => {
    expect(logRow(given)).toMatchObject({ Timestamp: expected });
  });

  it("keeps the time that a log record cannot have, and says so", () => {
    const made = logRows(
      scoped(log({ timeUnixNano: now - 30n * day + 1n }), log({ timeUnixNano: now + day })),
      receipt,
    );
    expect(rowsOf(made)).toMatchObject([
      { LogAttributes: { "log.time": "2026-10-23T20:00:00.000000001Z" } },
      { LogAttributes: { "log.time": "2026-11-23T20:00:00.000000000Z" } },
    ]);
    expect(made).toMatchObject({
      redated: 2,
      rejected: { count: 0, message: expect.stringMatching(/^2 log records lay/) },
    });
    const own = logRows(scoped(log({ timeUnixNano: 1n, attributes: map({ "log.time": "mine" }) })), receipt);
    expect(rowsOf(own)).toMatchObject([{ LogAttributes: { "log.time": "mine" } }]);
  });

  it("says nothing of a clock that is a little ahead, nor of a time that is not known", () => {
    const made = logRows(scoped(log({ timeUnixNano: now + 60_000_000_000n }), log({ timeUnixNano: 0n })), receipt);
    expect(made).toMatchObject({ redated: 0, rejected: { count: 0, message: "" } });
    expect(rowsOf(made)).toMatchObject([{ LogAttributes: {} }, { LogAttributes: {} }]);
  });

  it("refuses spans and points that are too old, alone", () => {
    const old = now - BigInt(limits.eventAgeMs) * 1_000_000n;
    const spans = [span({ startTimeUnixNano: old - 1n }), span({ startTimeUnixNano: old }), span({})];
    const made = spanRows(scoped(...spans), receipt);
    expect(rowsOf(made)).toHaveLength(2);
    expect(made.rejected).toEqual({ count: 1, message: "startTimeUnixNano lies more than 7 days in the past" });
    expect(metricRows(scoped(gauge({ timeUnixNano: old - 1n }, {})), receipt).rejected.count).toBe(1);
  });

  it("gives a span that ends before it begins no time, and says so", () => {
    const made = spanRows(scoped(span({ endTimeUnixNano: now - 1n })), receipt);
    expect(rowsOf(made)).toMatchObject([{ Duration: "0" }]);
    expect(made.rejected).toEqual({ count: 0, message: "1 spans ended before they began and have a duration of 0" });
    expect(spanRow({})).toMatchObject({ Duration: "5" });
  });

  it("refuses a data point without a time, alone", () => {
    const made = metricRows(scoped(gauge({}, { timeUnixNano: 0n })), receipt);
    expect(rowsOf(made)).toHaveLength(1);
    expect(made.rejected).toEqual({ count: 1, message: "timeUnixNano of a data point must be set" });
  });

  it("lets a sum begin long ago, and never after its own time", () => {
    const rows = rowsOf(
      metricRows(scoped(gauge({ startTimeUnixNano: 0n }, { startTimeUnixNano: 2n ** 64n - 1n })), receipt),
    );
    expect(rows).toMatchObject([
      { StartTimeUnix: "1970-01-01 00:00:00.000000000", TimeUnix: at },
      { StartTimeUnix: at, TimeUnix: at },
    ]);
  });
});

describe("ids", () => {
  it.each<[string, Partial<Span>]>([
    ["no trace id", { traceId: "" }],
    ["a trace id of zeros", { traceId: "0".repeat(32) }],
    ["a trace id that is too short", { traceId: "5b8efff798038103" }],
    ["a trace id that is base64", { traceId: "W47/95gDgQPSabYzgT/GDA==" }],
    ["no span id", { spanId: "" }],
    ["a span id of zeros", { spanId: "0".repeat(16) }],
  ])("refuses a span with %s and keeps its neighbours", (_name, given) => {
    const made = spanRows(scoped(span({}), span(given), span({})), receipt);
    expect(rowsOf(made)).toHaveLength(2);
    expect(made.rejected).toMatchObject({ count: 1, message: expect.stringMatching(/^(traceId|spanId) must be/) });
  });

  it("keeps spans of the same id, and of a parent that nobody knows", () => {
    const made = spanRows(scoped(span({ parentSpanId: "0123456789abcdef" }), span({})), receipt);
    expect(rowsOf(made)).toMatchObject([{ ParentSpanId: "0123456789abcdef" }, { ParentSpanId: "" }]);
  });

  it("takes zeros for no id, and leaves out an invalid one where the record means something without it", () => {
    const zeros = logRows(scoped(log({ traceId: "0".repeat(32), spanId: "0".repeat(16) })), receipt);
    expect(rowsOf(zeros)).toMatchObject([{ TraceId: "", SpanId: "" }]);
    expect(zeros.rejected.message).toBe("");
    const short = logRows(scoped(log({ traceId: "5b8e", spanId: "eee19b7ec3c1b174" })), receipt);
    expect(rowsOf(short)).toMatchObject([{ TraceId: "", SpanId: "eee19b7ec3c1b174" }]);
    expect(short.rejected).toMatchObject({ count: 0, message: expect.stringContaining("1 ids were left out") });
  });
});

describe("limits", () => {
  it("drops attributes beyond the most, counts them and says so", () => {
    const made = logRows(scoped(log({ attributes: many(10_000), droppedAttributesCount: 3 })), receipt);
    const [row] = rowsOf(made);
    expect(Object.keys(row?.["LogAttributes"] ?? {})).toHaveLength(limits.otlpAttributes);
    expect(row).toMatchObject({ DroppedAttributesCount: 10_000 - limits.otlpAttributes + 3 });
    expect(made.rejected).toEqual({
      count: 0,
      message: "9872 attributes were dropped: a set holds at most 128",
    });
    expect(logRow({ attributes: many(limits.otlpAttributes) })).toMatchObject({ DroppedAttributesCount: 0 });
  });

  it("cuts keys, values and bodies, at no half of a character", () => {
    const smile = "😀".repeat(limits.otlpBodyChars);
    const attributes = map({ [`k${smile}`]: `v${smile}` });
    const made = logRows(scoped(log({ body: `b${smile}`, attributes })), receipt);
    const [row] = rowsOf(made);
    const [[key, value] = []] = Object.entries((row?.["LogAttributes"] ?? {}) as Record<string, string>);
    const body = String(row?.["Body"]);
    expect([key?.length, value?.length, body.length]).toEqual([
      limits.otlpKeyChars,
      limits.otlpTextChars,
      limits.otlpBodyChars,
    ]);
    expect([key, value, body].map((text) => text?.isWellFormed())).toEqual([true, true, true]);
    expect(made.rejected.message).toBe(
      "1 texts were cut to 65536 characters; 1 texts were cut to 256 characters; 1 texts were cut to 8192 characters",
    );
  });

  it("drops events and links beyond the most and counts them", () => {
    const event = { timeUnixNano: 0n, name: "e", attributes: new Map(), droppedAttributesCount: 0 };
    const link = { ...event, traceId: "", spanId: "", traceState: "", flags: 0 };
    const { otlpSpanEvents } = limits;
    const row = spanRow({ events: Array(otlpSpanEvents + 2).fill(event), links: Array(otlpSpanEvents + 1).fill(link) });
    expect(row?.["Events.Name"]).toHaveLength(otlpSpanEvents);
    expect(row?.["Links.TraceId"]).toHaveLength(otlpSpanEvents);
    expect(row).toMatchObject({ DroppedEventsCount: 2, DroppedLinksCount: 1 });
  });

  it("tells what was dropped of events, links, resources and scopes, by senders and here, and nothing where it is nothing", () => {
    const event = { timeUnixNano: 0n, name: "e", attributes: new Map(), droppedAttributesCount: 0 };
    const link = { ...event, traceId: "", spanId: "", traceState: "", flags: 0 };
    const full = { attributes: many(limits.otlpAttributes + 2), droppedAttributesCount: 3 };
    const items = [span({ events: [event, { ...event, ...full }], links: [{ ...link, ...full }, link] })];
    const resource = { ...full, schemaUrl: "" };
    const scope = { ...resource, name: "", version: "" };
    expect(rowsOf(spanRows([{ resource, scope, items }], receipt))).toMatchObject([
      {
        "Events.DroppedAttributesCount": [0, 5],
        "Links.DroppedAttributesCount": [5, 0],
        ResourceDroppedAttrCount: 5,
        ScopeDroppedAttrCount: 5,
      },
    ]);
    const bare = Object.keys(spanRow({ events: [event], links: [link] }) ?? {});
    expect(bare.filter((name) => /\.Dropped|DroppedAttrC|Flags/.test(name))).toEqual(["TraceFlags"]);
    expect(spanRow({ links: [link, { ...link, flags: 0x301 }] })).toMatchObject({ "Links.Flags": [0, 0x301] });
  });

  it("keeps as many entities of a resource as attributes of it, and as many keys of each, cut like keys", () => {
    const most = limits.otlpAttributes;
    const host = {
      schemaUrl: "https://a.example/1.40.0",
      type: "host",
      idKeys: ["host.id"],
      descriptionKeys: ["host.name"],
    };
    const large = { ...host, idKeys: Array(most + 2).fill("k".repeat(limits.otlpKeyChars + 1)), descriptionKeys: [] };
    const madeOf = (entityRefs: EntityRef[]) => {
      const [first] = scoped(log({}));
      return logRows(first ? [{ ...first, resource: { ...first.resource, entityRefs } }] : [], receipt);
    };
    const made = madeOf([host, large, ...Array(most).fill(host)]);
    const [row] = rowsOf(made);
    expect(row?.["ResourceEntityRefs.Type"]).toEqual(Array(most).fill("host"));
    expect(row?.["ResourceEntityRefs.SchemaUrl"]).toEqual(Array(most).fill(host.schemaUrl));
    expect(row).toMatchObject({
      "ResourceEntityRefs.IdKeys": { 0: ["host.id"], 1: Array(most).fill("k".repeat(limits.otlpKeyChars)) },
      "ResourceEntityRefs.DescriptionKeys": { 0: ["host.name"], 1: [] },
    });
    expect(made.rejected).toEqual({
      count: 0,
      message: `4 entity references or keys of them were dropped: a list holds at most 128; ${most} texts were cut to 256 characters`,
    });
    for (const none of [madeOf([]), logRows(scoped(log({})), receipt)]) {
      expect(Object.keys(rowsOf(none)[0] ?? {}).filter((name) => name.includes("Entity"))).toEqual([]);
    }
  });

  it("writes the metadata of a metric into each of its rows, and nothing where there is none", () => {
    const metadata: KeyValues = new Map([["prometheus.type", "counter"], ...many(limits.otlpAttributes)]);
    const made = metricRows(scoped({ ...gauge({}, {}), metadata }), receipt);
    expect(rowsOf(made)).toMatchObject(Array(2).fill({ MetricMetadata: { "prometheus.type": "counter", key0: "0" } }));
    expect(made.rejected.message).toBe("1 attributes were dropped: a set holds at most 128");
    expect(rowsOf(metricRows(scoped(gauge({})), receipt))[0]).not.toHaveProperty("MetricMetadata");
  });

  it("refuses a histogram whose buckets do not fit its bounds", () => {
    const made = metricRows(scoped(histogram({ bucketCounts: [1n], explicitBounds: [1] })), receipt);
    expect(made).toMatchObject({ groups: [], rejected: { count: 1 } });
    expect(metricRows(scoped(histogram({ bucketCounts: [1n, 2n], explicitBounds: [1] })), receipt).rejected.count).toBe(
      0,
    );
  });
});

describe("values", () => {
  it.each<[string, AnyValue, string]>([
    ["text", "a", "a"],
    ["no value", null, ""],
    ["a number", 637.704, "637.704"],
    ["a 64-bit integer", -(2n ** 63n), "-9223372036854775808"],
    ["true", true, "true"],
    ["bytes", Uint8Array.of(1, 2, 255), "AQL/"],
    ["NaN", Number.NaN, "NaN"],
    [
      "a map of everything",
      map({ list: ["a", 1, 2n ** 62n, null, true], bytes: Uint8Array.of(1), infinite: Number.POSITIVE_INFINITY }),
      '{"list":["a",1,4611686018427387904,null,true],"bytes":"AQ==","infinite":"Infinity"}',
    ],
  ])("stand as text: %s", (_name, body, expected) => {
    expect(logRow({ body, attributes: map({ key: body }) })).toMatchObject({
      Body: expected,
      LogAttributes: { key: expected },
    });
  });

  it("mends halves of characters", () => {
    expect(logRow({ body: "a\ud800", attributes: map({ "b\udc00": "c\ud800" }) })).toMatchObject({
      Body: "a\ufffd",
      LogAttributes: { "b\ufffd": "c\ufffd" },
    });
  });

  it("keeps a key that would reach an object's prototype", () => {
    const attributes: KeyValues = new Map([["__proto__", "x"]]);
    expect(JSON.stringify(logRow({ attributes })?.["LogAttributes"])).toBe('{"__proto__":"x"}');
  });

  it("writes numbers that JSON does not have as ClickHouse's words for them", () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((value) => ({ value }));
    expect(rowsOf(metricRows(scoped(gauge(...values, { flags: 1 })), receipt))).toMatchObject([
      { Value: "nan" },
      { Value: "inf" },
      { Value: "-inf" },
      { Flags: 1 },
    ]);
  });

  it("carries the weight of a record that stands for others", () => {
    expect([logRow({ weight: 20 }), logRow({})]).toMatchObject([{ weight: 20 }, { weight: 1 }]);
  });
});
