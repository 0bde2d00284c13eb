import { type MetricSumRow, temporality, toDateTime64 } from "@perigee/schema";
import { beforeAll, describe, expect, it } from "vitest";
import { ownDatabase, write } from "../../test/database.ts";
import { eventRow, exponentialRow, gaugeRow, histogramRow, logRow, spanRow, sumRow } from "../../test/rows.ts";
import { migrateUp } from "../migrate/index.ts";
import { type QueryRow, runQuery } from "../run-query.ts";
import type { QueryName } from "./index.ts";

/** Logs, spans and metrics of one hour in which a checkout fails once; the same project number in another row is a stranger's. */

const connection = ownDatabase();
const second = 1_000;
const minute = 60 * second;
const noon = Date.UTC(2026, 5, 1, 12);
const range = { from: noon, to: noon + 60 * minute };
const stranger = 2;
const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const request = "00f067aa0ba902b7";
const checkout = { ServiceName: "checkout" };
const mail = { ServiceName: "mail", ResourceAttributes: { "deployment.environment": "staging", "host.name": "m1" } };

async function ask<Name extends QueryName>(name: Name, params: object = range): Promise<QueryRow<Name>[]> {
  const answer = await runQuery(connection, { name, projectId: 1, params });
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value.rows;
}

const refusal = async (name: QueryName, params: object) => {
  const answer = await runQuery(connection, { name, projectId: 1, params });
  return answer.ok ? undefined : answer.failure.field;
};

beforeAll(async () => {
  await migrateUp(connection);
  await write(connection, "events", [
    eventRow({ at: noon, event: "browser.interaction", trace_id: traceId, target: "button.pay" }),
    eventRow({
      at: noon + 1,
      event: "browser.request",
      trace_id: traceId,
      span_id: request,
      target: "shop.example/pay",
    }),
  ]);
  const paid = Array.from({ length: 9 }, (_, index) =>
    spanRow({ ...checkout, at: noon + index * second, SpanName: "POST /pay" }),
  );
  await write(connection, "otel_traces", [
    ...paid,
    spanRow({
      ...checkout,
      at: noon + 20,
      TraceId: traceId,
      SpanId: "a000000000000001",
      ParentSpanId: request,
      SpanName: "POST /pay",
      Duration: "1000000000",
      StatusCode: "Error",
      StatusMessage: "bank said no",
      SpanAttributes: { "http.route": "/pay" },
      ResourceAttributes: { "deployment.environment.name": "production", "host.name": "c1" },
      "Events.Timestamp": [toDateTime64(noon + 900), toDateTime64(noon + 950)],
      "Events.Name": ["retry", "exception"],
      "Events.Attributes": [{}, { "exception.type": "Refused" }],
      "Links.TraceId": ["f".repeat(32)],
      "Links.SpanId": ["e".repeat(16)],
      "Links.TraceState": [""],
      "Links.Attributes": [{ why: "queued" }],
      DroppedEventsCount: 2,
    }),
    spanRow({
      ...checkout,
      at: noon + 20,
      TraceId: traceId,
      SpanId: "a000000000000002",
      ParentSpanId: "a000000000000001",
      SpanName: "INSERT orders",
      SpanKind: "Client",
      Duration: "2500000",
    }),
    spanRow({
      ...mail,
      at: noon + 5 * minute,
      SpanName: "orders process",
      SpanKind: "Consumer",
      Duration: "50000000",
      weight: 10,
    }),
    spanRow({ project_id: stranger, at: noon, TraceId: traceId, SpanName: "secret" }),
  ]);
  const noise = Array.from({ length: 1_010 }, (_, index) =>
    logRow({ ...checkout, at: noon + 30 * minute, TraceId: traceId, Body: `step ${index}`, SeverityNumber: 5 }),
  );
  await write(connection, "otel_logs", [
    logRow({ ...checkout, at: noon, Body: "Order 17 (Größe M) is paid", LogAttributes: { "order.id": "17" } }),
    logRow({
      ...checkout,
      at: noon + 90 * second,
      Body: `Payment REFUSED by the bank${"!".repeat(3_000)}`,
      SeverityNumber: 17,
      SeverityText: "ERROR",
      TraceId: traceId,
      SpanId: "a000000000000001",
    }),
    ...[1, 2, 3].map((place) =>
      logRow({ ...mail, at: noon + 5 * minute, Body: `Queue is long ${place}`, SeverityNumber: 13, weight: 5 }),
    ),
    ...noise,
    logRow({ project_id: stranger, at: noon, TraceId: traceId, Body: "secret order" }),
  ]);
});

describe("trace", () => {
  it("tells the click, its request, the spans that this caused and their log records in one answer", async () => {
    const rows = await ask("trace", { traceId });
    expect(rows.slice(0, 5)).toEqual([
      expect.objectContaining({ kind: "interaction", target: "button.pay", total: 2 }),
      expect.objectContaining({ kind: "request", spanId: request, total: 2 }),
      {
        kind: "span",
        time: noon + 20,
        service: "checkout",
        traceId,
        spanId: "a000000000000001",
        total: 2,
        parentSpanId: request,
        name: "POST /pay",
        spanKind: "Server",
        durationMs: 1_000,
        statusCode: "Error",
        statusMessage: "bank said no",
      },
      expect.objectContaining({ kind: "span", parentSpanId: "a000000000000001", spanKind: "Client", durationMs: 2.5 }),
      {
        kind: "log",
        time: noon + 90 * second,
        service: "checkout",
        traceId,
        spanId: "a000000000000001",
        total: 1_011,
        severity: "error",
        body: expect.stringMatching(/^Payment REFUSED by the bank!{1973}$/),
        bodyLength: 3_027,
      },
    ]);
  });

  it("cuts what is too long, the lesser records first, and says how much there was", async () => {
    const logs = (await ask("trace", { traceId })).filter(({ kind }) => kind === "log");
    expect(logs).toHaveLength(1_000);
    expect(logs.at(-1)).toMatchObject({ total: 1_011, body: "step 998" });
  });
});

describe("span", () => {
  const spanId = "a000000000000001";

  it("comes with all that it tells", async () => {
    expect(await ask("span", { traceId, spanId })).toEqual([
      expect.objectContaining({
        time: noon + 20,
        durationMs: 1_000,
        parentSpanId: request,
        service: "checkout",
        environment: "production",
        status: "Error",
        attributes: { "http.route": "/pay" },
        resource: { "deployment.environment.name": "production", "host.name": "c1" },
        events: [
          { time: expect.closeTo(noon + 900, 2), name: "retry", attributes: {} },
          { time: expect.closeTo(noon + 950, 2), name: "exception", attributes: { "exception.type": "Refused" } },
        ],
        links: [{ traceId: "f".repeat(32), spanId: "e".repeat(16), attributes: { why: "queued" } }],
        droppedEvents: 2,
      }),
    ]);
    expect(await ask("span", { traceId, spanId: "a000000000000002" })).toMatchObject([{ events: [], links: [] }]);
  });

  it("is found in its own trace alone", async () => {
    expect(await ask("span", { traceId: "f".repeat(32), spanId })).toEqual([]);
  });

  it.each([
    ["traceId", { traceId: traceId.toUpperCase(), spanId }],
    ["spanId", { traceId, spanId: "1" }],
  ])("is refused without a good %s", async (field, params) => expect(await refusal("span", params)).toBe(field));
});

describe("logs", () => {
  const bodies = async (params: object) => (await ask("logs", { ...range, ...params })).map(({ body }) => body);
  const paid = "Order 17 (Größe M) is paid";
  const queue = [3, 2, 1].map((place) => `Queue is long ${place}`);

  it("come whole, but for long bodies", async () => {
    const [row] = await ask("logs", { ...range, severity: "error", bodyChars: 7 });
    expect(row).toMatchObject({
      time: noon + 90 * second,
      service: "checkout",
      environment: "production",
      severity: "error",
      severityText: "ERROR",
      body: "Payment",
      bodyLength: 3_027,
      traceId,
      weight: 1,
    });
  });

  it.each([
    ["service", { service: "mail" }, queue],
    ["one of several services", { service: ["mail", "none"] }, queue],
    ["environment, by its older name", { environment: "staging" }, queue],
    ["severity", { severity: ["info", "fatal"] }, [paid]],
    ["words, whatever their case and order", { text: "PAID order" }, [paid]],
    ["words beyond ASCII, with what stands around them", { text: "(größe" }, [paid]],
    ["words that are not all there", { text: "paid refused" }, []],
    ["half a word", { text: "pai" }, []],
    ["words of another project", { text: "secret" }, []],
    ["attribute", { attribute: "order.id=17" }, [paid]],
    ["attributes that are not all there", { attribute: ["order.id=17", "order.id=18"] }, []],
    ["resource", { resource: "host.name=m1" }, queue],
    ["SQL in an attribute", { attribute: "x'] = '' OR 1=1 --=y" }, []],
    ["none of a service", { severity: ["info", "warn"], notService: "mail" }, [paid]],
    ["none of an environment", { severity: ["info", "warn"], notEnvironment: ["staging", "x"] }, [paid]],
    ["none with an attribute", { severity: ["info", "warn"], notAttribute: "order.id=17" }, queue],
    ["none from a resource", { severity: ["info", "warn"], notResource: ["host.name=m1", "host.name=m2"] }, [paid]],
  ])("by %s", async (_, params, found) => {
    expect(await bodies(params)).toEqual(found);
  });

  it("of a trace or a span", async () => {
    expect(await bodies({ traceId, limit: 1_000 })).toHaveLength(1_000);
    expect(await bodies({ spanId: "a000000000000001", bodyChars: 5 })).toEqual(["Payme"]);
  });

  it("page by page give each record once, those of the same moment too", async () => {
    const seen: string[] = [];
    for (let before: string | undefined; ; ) {
      const page = await ask("logs", {
        ...range,
        severity: ["info", "warn", "error"],
        bodyChars: 15,
        limit: 2,
        before,
      });
      if (page.length === 0) break;
      seen.push(...page.map(({ body }) => body));
      before = page.at(-1)?.id;
    }
    expect(seen).toEqual([...queue, "Payment REFUSED", paid].map((body) => body.slice(0, 15)));
  });

  it.each([
    ["text", { text: "!!" }],
    ["severity", { severity: "loud" }],
    ["traceId", { traceId: "1" }],
    ["attribute", { attribute: "order.id" }],
    ["notResource", { notResource: "host" }],
    ["before", { before: "1-2-3" }],
    ["before", { before: `${"9".repeat(19)}-018f0000-0000-7000-8000-000000000000-1` }],
    ["bodyChars", { bodyChars: 0 }],
    ["to", { to: noon }],
    ["projectId", { projectId: stranger }],
  ])("refuse %s in %j", async (field, params) => {
    expect(await refusal("logs", { ...range, ...params })).toBe(field);
  });

  it("over time are counted by severity, with what each stands for", async () => {
    const rows = await ask("logs-histogram", { ...range, step: 60 });
    expect(rows).toEqual([
      { time: noon, severity: "info", records: 1, step: 60 },
      { time: noon + minute, severity: "error", records: 1, step: 60 },
      { time: noon + 5 * minute, severity: "warn", records: 15, step: 60 },
      { time: noon + 30 * minute, severity: "debug", records: 1_010, step: 60 },
    ]);
    expect(await ask("logs-histogram", { ...range, text: "queue" })).toMatchObject([{ records: 15, step: 60 }]);
  });

  it("over a very long time fall into as many buckets as can be drawn", async () => {
    const [first] = await ask("logs-histogram", { from: 0, to: noon + 60 * minute, step: 1 });
    expect(first?.step).toBeGreaterThan(800_000);
  });
});

describe("spans", () => {
  const found = async (params: object) =>
    (await ask("spans", { ...range, ...params })).map(({ name, durationMs }) => [name, durationMs]);

  it.each([
    [
      "slowest first",
      { sort: "slowest", limit: 2 },
      [
        ["POST /pay", 1_000],
        ["POST /pay", 100],
      ],
    ],
    ["newest first", { limit: 1 }, [["orders process", 50]]],
    ["by service and kind", { service: "checkout", kind: "Client" }, [["INSERT orders", 2.5]]],
    ["by status", { status: "Error" }, [["POST /pay", 1_000]]],
    ["by name", { name: "INSERT orders" }, [["INSERT orders", 2.5]]],
    ["by duration", { minDurationMs: "100.5" }, [["POST /pay", 1_000]]],
    ["by attribute", { attribute: "http.route=/pay" }, [["POST /pay", 1_000]]],
    ["of another project", { name: "secret" }, []],
  ])("%s", async (_, params, rows) => {
    expect(await found(params)).toEqual(rows);
  });

  it("page by page give each span once", async () => {
    const [first, second] = await ask("spans", { ...range, limit: 2 });
    expect(await ask("spans", { ...range, limit: 1, before: first?.id })).toEqual([second]);
  });

  it.each([
    ["before", { sort: "slowest", before: "1-018f0000-0000-7000-8000-000000000000-1" }],
    ["minDurationMs", { minDurationMs: -1 }],
    ["status", { status: "Bad" }],
  ])("refuse %s in %j", async (field, params) => {
    expect(await refusal("spans", { ...range, ...params })).toBe(field);
  });
});

describe("service-overview", () => {
  it("tells rate, errors and duration of what services were asked to do, and not of what they asked", async () => {
    expect(await ask("service-overview")).toEqual([
      {
        service: "checkout",
        operation: "",
        requests: 10,
        rate: 10 / 3_600,
        errors: 1,
        errorRate: 0.1,
        p50Ms: expect.closeTo(100, 3),
        p95Ms: expect.any(Number),
        p99Ms: expect.any(Number),
      },
      {
        ...{ service: "mail", operation: "", requests: 10, rate: 10 / 3_600, errors: 0, errorRate: 0 },
        ...{ p50Ms: expect.closeTo(50, 3), p95Ms: expect.closeTo(50, 3), p99Ms: expect.closeTo(50, 3) },
      },
    ]);
    const [slowest] = await ask("service-overview", { ...range, sort: "slowest" });
    expect(slowest?.p99Ms).toBeGreaterThan(900);
  });

  it("by operation, of one service", async () => {
    const rows = await ask("service-overview", { ...range, by: "operation", service: "mail" });
    expect(rows).toMatchObject([{ service: "mail", operation: "orders process", requests: 10 }]);
  });
});

describe("service-series", () => {
  const series = async (params: object) =>
    (await ask("service-series", { ...range, ...params })).map(({ time, requests, rate, errors, step }) => [
      ...[(time - noon) / second, requests, errors, step],
      expect.closeTo(rate, 9),
    ]);

  it("tells the same over time, buckets without requests left out", async () => {
    expect(await series({ step: 60 })).toEqual([
      [0, 10, 1, 60, 10 / 60],
      [300, 10, 0, 60, 10 / 60],
    ]);
    const [first] = await ask("service-series", { ...range, step: 3_600, service: "checkout" });
    const [whole] = await ask("service-overview", { ...range, service: "checkout" });
    expect(first).toMatchObject({ errorRate: 0.1, p50Ms: whole?.p50Ms, p95Ms: whole?.p95Ms, p99Ms: whole?.p99Ms });
  });

  it("of some operations, and of one environment", async () => {
    expect(await series({ step: 60, operation: "orders process" })).toEqual([[300, 10, 0, 60, 10 / 60]]);
    expect(await series({ step: 60, operation: ["POST /pay", "none"] })).toEqual([[0, 10, 1, 60, 10 / 60]]);
    expect(await series({ step: 60, environment: "staging" })).toEqual([[300, 10, 0, 60, 10 / 60]]);
    // What a service asks of others is not among them.
    expect(await series({ operation: "INSERT orders" })).toEqual([]);
  });

  it("of a bucket that lies in the range in part, gives the rate of that part", async () => {
    const part = { from: noon + 4 * second, to: noon + 8 * second, step: 60 };
    expect(await series(part)).toEqual([[0, 4, 0, 60, 1]]);
  });

  it.each([
    ["step", { step: 0 }],
    ["operation", { operation: "x".repeat(1_001) }],
    ["name", { name: "POST /pay" }],
  ])("refuses %s in %j", async (field, params) => {
    expect(await refusal("service-series", { ...range, ...params })).toBe(field);
  });
});

describe("metrics", () => {
  const time = { StartTimeUnix: toDateTime64(noon - minute) };
  const counter = (seconds: number, Value: number, given: Partial<MetricSumRow> = {}) =>
    sumRow({ ...time, at: noon + seconds * second, MetricName: "requests", Value, ...given });

  beforeAll(async () => {
    const pod = (name: string) => ({ MetricName: "cpu", Attributes: { pod: name } });
    await write(connection, "otel_metrics_gauge", [
      gaugeRow({ ...pod("a"), at: noon, Value: 0.2 }),
      gaugeRow({ ...pod("a"), at: noon + 30 * second, Value: 0.4 }),
      gaugeRow({ ...pod("b"), at: noon + 30 * second, Value: 0.9 }),
      gaugeRow({ ...pod("b"), at: noon + 40 * second, Value: 5, Flags: 1 }),
      gaugeRow({ ...pod("b"), project_id: stranger, at: noon, Value: 99 }),
    ]);
    const post = { Attributes: { method: "POST" } };
    await write(connection, "otel_metrics_sum", [
      // From before the range: what the first point within it has grown from.
      ...[counter(-10, 100), counter(10, 130), counter(20, 135)],
      // The process began anew, and its sender does not say so.
      ...[counter(30, 5), counter(40, 25)],
      // Another one did so and says it, with a value that is higher than before.
      ...[counter(10, 10, post), counter(20, 40, { ...post, StartTimeUnix: toDateTime64(noon + 15 * second) })],
      ...[6, 12].map((Value, index) =>
        counter(index * 10, Value, { MetricName: "jobs", AggregationTemporality: temporality.delta }),
      ),
      ...[7, 3].map((Value, index) => counter(index * 10, Value, { MetricName: "open", IsMonotonic: false })),
    ]);
    const bounds = { MetricName: "latency", MetricUnit: "s", ExplicitBounds: [10, 20, 40] };
    const cumulative = { ...time, ...bounds, MetricName: "size", AggregationTemporality: temporality.cumulative };
    await write(connection, "otel_metrics_histogram", [
      histogramRow({ ...bounds, at: noon, Count: "4", BucketCounts: ["1", "1", "2", "0"] }),
      histogramRow({ ...bounds, at: noon + second, Count: "4", BucketCounts: ["1", "1", "2", "0"] }),
      histogramRow({ ...bounds, at: noon + minute, Count: "1", BucketCounts: ["0", "0", "0", "1"] }),
      histogramRow({ ...cumulative, at: noon - second, Count: "100", BucketCounts: ["100", "0", "0", "0"] }),
      histogramRow({ ...cumulative, at: noon + second, Count: "102", BucketCounts: ["100", "2", "0", "0"] }),
    ]);
  });

  it("are listed by name, with type and unit", async () => {
    expect(await ask("metric-names")).toMatchObject([
      { name: "cpu", type: "gauge", series: 2, services: ["shop"], lastSeen: noon + 40 * second },
      { name: "jobs", type: "sum", series: 1 },
      { name: "latency", type: "histogram", unit: "s" },
      { name: "open", type: "sum" },
      { name: "requests", type: "sum", series: 2 },
      { name: "size", type: "histogram" },
    ]);
    expect(await ask("metric-names", { ...range, search: "LAT" })).toMatchObject([{ name: "latency" }]);
  });

  const series = async (params: object) =>
    (await ask("metric-series", { ...range, step: 60, ...params })).map(({ time, series, value }) => [
      (time - noon) / second,
      series,
      value,
    ]);

  it.each([
    ["mean of a gauge", { name: "cpu", type: "gauge" }, [[0, {}, expect.closeTo(0.5, 9)]]],
    [
      "largest of a gauge by attribute, the largest series first",
      { name: "cpu", type: "gauge", aggregate: "max", by: "pod" },
      [
        [0, { pod: "b" }, 0.9],
        [0, { pod: "a" }, 0.4],
      ],
    ],
    [
      "last values of a gauge, added up",
      { name: "cpu", type: "gauge", aggregate: "sum" },
      [[0, {}, expect.closeTo(1.3, 9)]],
    ],
    [
      "one series of many",
      { name: "cpu", type: "gauge", by: ["pod", "service.name"], limit: 1 },
      [[0, { pod: "b", "service.name": "shop" }, 0.9]],
    ],
    [
      "rate of a counter that began anew",
      { name: "requests", type: "sum", by: "method" },
      [
        [0, { method: "" }, (30 + 5 + 5 + 20) / 60],
        [0, { method: "POST" }, 40 / 60],
      ],
    ],
    ["rate over all series", { name: "requests", type: "sum" }, [[0, {}, expect.closeTo(100 / 60, 9)]]],
    ["rate of one attribute", { name: "requests", type: "sum", attribute: "method=POST" }, [[0, {}, 40 / 60]]],
    ["rate of a counter of differences", { name: "jobs", type: "sum" }, [[0, {}, 18 / 60]]],
    ["a sum that may fall, as it stands", { name: "open", type: "sum" }, [[0, {}, 3]]],
    [
      "median of a histogram, beyond the last bound that bound",
      { name: "latency", type: "histogram", quantile: 0.5 },
      [
        [0, {}, 20],
        [60, {}, 40],
      ],
    ],
    ["95th percentile", { name: "latency", type: "histogram", to: noon + minute }, [[0, {}, expect.closeTo(38, 9)]]],
    ["first quarter, from 0", { name: "latency", type: "histogram", quantile: 0.125, to: noon + minute }, [[0, {}, 5]]],
    ["growth of a cumulative histogram", { name: "size", type: "histogram", quantile: 0.5 }, [[0, {}, 15]]],
    ["a name of another type", { name: "cpu", type: "sum" }, []],
  ])("%s", async (_, params, points) => {
    expect(await series(params)).toEqual(points);
  });

  it.each([
    ["type", { name: "cpu", type: "summary" }],
    ["quantile", { name: "latency", type: "histogram", quantile: 1.5 }],
    ["name", { type: "gauge" }],
    ["step", { name: "cpu", type: "gauge", step: 0 }],
  ])("refuse %s in %j", async (field, params) => {
    expect(await refusal("metric-series", { ...range, ...params })).toBe(field);
  });
});

describe("exemplars", () => {
  const slow = { at: noon + 2 * second, value: 900, trace: traceId };
  const measurement = (given: Partial<typeof slow>) => ({ at: noon + second, value: 5, trace: "", ...given });
  const columns = (...measured: ReturnType<typeof measurement>[]) => ({
    "Exemplars.FilteredAttributes": measured.map(() => ({ user: "u1" })),
    "Exemplars.TimeUnix": measured.map(({ at }) => toDateTime64(at)),
    "Exemplars.Value": measured.map(({ value }) => value),
    "Exemplars.SpanId": measured.map(({ trace }) => (trace === "" ? "" : request)),
    "Exemplars.TraceId": measured.map(({ trace }) => trace),
  });

  beforeAll(async () => {
    const row = { ...checkout, MetricName: "paying", Attributes: { "http.route": "/pay" } };
    const early = measurement({ at: noon - second, value: 1_000 });
    await write(connection, "otel_metrics_histogram", [
      histogramRow({ ...row, at: noon + 10 * second, ...columns(early, measurement({}), slow) }),
      // A cumulative one tells it again.
      histogramRow({ ...row, at: noon + 20 * second, ...columns(slow) }),
      histogramRow({ ...row, at: noon + 20 * second, project_id: stranger, ...columns(measurement({ value: 99 })) }),
    ]);
    await write(connection, "otel_metrics_exponential_histogram", [
      exponentialRow({ ...row, at: noon + 10 * second, ...columns(measurement({ value: 7 })) }),
    ]);
  });

  const found = async (params: object) =>
    (await ask("exemplars", { ...range, name: "paying", type: "histogram", ...params })).map(({ value }) => value);

  it("lead from a metric to the trace in which it was measured", async () => {
    const [first] = await ask("exemplars", { ...range, name: "paying", type: "histogram", sort: "largest" });
    expect(first).toEqual({
      ...{ time: noon + 2 * second, value: 900, traceId, spanId: request, service: "checkout" },
      attributes: { "http.route": "/pay", user: "u1" },
    });
    expect((await ask("trace", { traceId })).length).toBeGreaterThan(1);
  });

  it.each([
    ["newest first, each once, none from before the range", {}, [900, 5]],
    ["from a value on", { minValue: 5.1 }, [900]],
    ["of a trace", { traceId }, [900]],
    ["of data points", { attribute: "http.route=/cart" }, []],
    ["of a service", { service: "mail" }, []],
    ["of another type", { type: "exponential-histogram" }, [7]],
    ["at most so many", { limit: 1, sort: "largest" }, [900]],
  ])("%s", async (_, params, values) => {
    expect(await found(params)).toEqual(values);
  });

  it.each([
    ["type", { type: "summary" }],
    ["traceId", { traceId: "5" }],
  ])("refuse %s in %j", async (field, params) => {
    expect(await refusal("exemplars", { ...range, name: "paying", type: "histogram", ...params })).toBe(field);
  });
});
