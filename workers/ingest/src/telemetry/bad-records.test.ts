import { type AnyValue, type LogRecord, type NumberPoint, type Span, writeLogs } from "@perigee/otlp";
import { limits } from "@perigee/schema";
import { describe, expect, it } from "vitest";
import { queued, rowsOf } from "../../test/batches.ts";
import { partialSuccessOf } from "../../test/otlp-answer.ts";
import {
  bytesOf,
  type Encoding,
  gaugeOf,
  logRecord,
  logsOf,
  newTraceId,
  nowNanos,
  postLogs,
  postMetrics,
  postSpans,
  postTo,
  serverKey,
  span,
  spansOf,
} from "../../test/telemetry.ts";

/** The odd records of the issue, each sent with a good one: what can be mended is stored, what cannot costs itself alone. */

const dayNanos = 86_400_000_000_000n;
const year = new Date().getUTCFullYear();
const thisYear = expect.stringMatching(`^${year}-`) as string;

/** What the answer says: nothing, a warning that matches, or so many rejected. */
type Said = RegExp | { rejected: number; message: RegExp } | undefined;

async function expectSaid(response: Response, said: Said): Promise<void> {
  expect(response.status).toBe(200);
  const { rejected, message } = said instanceof RegExp || !said ? { rejected: 0, message: said } : said;
  const expected = message && { rejected, message: expect.stringMatching(message) };
  expect(await partialSuccessOf(response)).toEqual(expected);
}

const nested = (depth: number): AnyValue => (depth === 0 ? "deep" : [nested(depth - 1)]);
const bomb = () => new Map(Array.from({ length: 10_000 }, (_, n) => [`key.${n}`, "x"] as const));
const dropped = { DroppedAttributesCount: 10_000 - limits.otlpAttributes };
const future = /future/;

describe.each<Encoding>(["json", "protobuf"])("in %s, a log record", (encoding) => {
  it.for<[string, Partial<LogRecord>, Record<string, unknown>, Said]>([
    ["of no time", { timeUnixNano: 0n }, { Timestamp: thisYear }, undefined],
    ["of the far future", { timeUnixNano: 2n ** 63n }, { Timestamp: thisYear }, / lay /],
    ["of the last time there is", { timeUnixNano: 2n ** 64n - 1n }, { Timestamp: thisYear }, / lay /],
    ["of binary", { body: new Uint8Array([0, 255, 254]) }, { Body: "AP/+" }, undefined],
    ["of control characters", { body: "\u0000\u001b[31m\ufffd" }, { Body: "\u0000\u001b[31m\ufffd" }, undefined],
    ["of half an emoji", { body: "cut \ud83d" }, { Body: "cut \ufffd" }, undefined],
    [
      "with the key constructor",
      { attributes: new Map([["constructor", "x"]]) },
      { LogAttributes: { constructor: "x" } },
      undefined,
    ],
    ["of an unknown severity", { severityNumber: 99 }, { SeverityNumber: 0 }, undefined],
    ["of 10,000 attributes", { attributes: bomb() }, dropped, /^9872 attributes were dropped.*128/],
    [
      "of a value in a hundred lists",
      { body: nested(100) },
      { Body: expect.stringContaining("null") },
      /deeper than 16/,
    ],
    ["of a line of 3 MB", { body: "x".repeat(3_000_000) }, { Body: "x".repeat(limits.otlpBodyChars) }, /cut to 65536/],
    ["of ids that are none", { traceId: "ab", spanId: "cd" }, { TraceId: "", SpanId: "" }, /ids were left out/],
  ])("%s is kept", async ([, record, expected, said]) => {
    const { apiKey, projectId } = await serverKey();
    await expectSaid(await postLogs(logsOf([logRecord(record), logRecord()]), { apiKey, encoding }), said);
    const rows = rowsOf(await queued(projectId), "otel_logs");
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject(expected);
  });

  it("of a line of 10 MB is more than a request may be", async () => {
    const { apiKey } = await serverKey();
    const response = await postLogs(logsOf([logRecord({ body: "x".repeat(10_000_000) })]), { apiKey, encoding });
    expect(response.status).toBe(413);
  });

  it("of bytes that are no UTF-8 is kept with signs in their place", async () => {
    const { apiKey, projectId } = await serverKey();
    const body = Buffer.from(bytesOf.logs(logsOf([logRecord({ body: "caf## au lait" }), logRecord()]), encoding));
    body.set([0xc3, 0xff], body.indexOf("##"));
    const response = await postTo("/v1/logs", new Uint8Array(body), { apiKey, encoding });
    await expectSaid(response, encoding === "json" ? /UTF-8/ : undefined);
    const bodies = rowsOf(await queued(projectId), "otel_logs").map((row) => row["Body"]);
    expect(bodies).toEqual(["caf\ufffd\ufffd au lait", "hello"]);
  });
});

describe("in json, a log record", () => {
  it.each([
    ["that is not one", "7,", /logRecords\.0/],
    ["of an integer beyond all bounds", `{"timeUnixNano":"${"9".repeat(30)}"},`, /logRecords\.0.*timeUnixNano/],
  ])("%s is rejected alone", async (_, record, message) => {
    const { apiKey, projectId } = await serverKey();
    const text = writeLogs(logsOf([logRecord(), logRecord()])).replace('"logRecords":[', `"logRecords":[${record}`);
    await expectSaid(await postTo("/v1/logs", text, { apiKey }), { rejected: 1, message });
    expect(rowsOf(await queued(projectId), "otel_logs")).toHaveLength(2);
  });
});

describe.each<Encoding>(["json", "protobuf"])("in %s, a span", (encoding) => {
  const twin = span();

  it.for<[string, Partial<Span>, Record<string, unknown>, Said]>([
    ["that ends before it begins", { endTimeUnixNano: nowNanos() - dayNanos }, { Duration: "0" }, /before they began/],
    [
      "of an id that stands there twice",
      { traceId: twin.traceId, spanId: twin.spanId },
      { SpanId: twin.spanId },
      undefined,
    ],
    ["of a parent that nobody knows", { parentSpanId: "ab".repeat(8) }, { ParentSpanId: "ab".repeat(8) }, undefined],
    ["of no time", { startTimeUnixNano: 0n, endTimeUnixNano: 0n }, { Timestamp: thisYear, Duration: "0" }, undefined],
    [
      "of the far future",
      { startTimeUnixNano: 2n ** 63n, endTimeUnixNano: 2n ** 63n },
      { Timestamp: thisYear },
      future,
    ],
    ["of an unknown kind", { kind: 77 }, { SpanKind: "Unspecified" }, undefined],
    ["of 10,000 attributes", { attributes: bomb() }, dropped, /^9872 attributes were dropped.*128/],
  ])("%s is kept", async ([, overrides, expected, said]) => {
    const { apiKey, projectId } = await serverKey();
    await expectSaid(await postSpans(spansOf([span(overrides), twin]), { apiKey, encoding }), said);
    const rows = rowsOf(await queued(projectId), "otel_traces");
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject(expected);
  });

  it.for<[string, Partial<Span>, RegExp]>([
    ["of a trace id of zeros", { traceId: "0".repeat(32) }, /traceId/],
    ["of no span id", { traceId: newTraceId(), spanId: "" }, /spanId/],
    ["of last month", { startTimeUnixNano: nowNanos() - 30n * dayNanos }, /startTimeUnixNano/],
  ])("%s is rejected alone", async ([, overrides, message]) => {
    const { apiKey, projectId } = await serverKey();
    const response = await postSpans(spansOf([span(), span(overrides), span()]), { apiKey, encoding });
    await expectSaid(response, { rejected: 1, message });
    expect(rowsOf(await queued(projectId), "otel_traces")).toHaveLength(2);
  });
});

describe.each<Encoding>(["json", "protobuf"])("in %s, a data point", (encoding) => {
  it.for<[string, Partial<NumberPoint>, Record<string, unknown>, Said]>([
    ["of not a number", { value: Number.NaN }, { Value: "nan" }, undefined],
    ["of infinity", { value: Number.POSITIVE_INFINITY }, { Value: "inf" }, undefined],
    ["of minus infinity", { value: Number.NEGATIVE_INFINITY }, { Value: "-inf" }, undefined],
    ["of no recorded value", { flags: 1 }, { Flags: 1 }, undefined],
    ["of the far future", { timeUnixNano: 2n ** 63n }, { TimeUnix: thisYear }, future],
    ["of 10,000 attributes", { attributes: bomb() }, {}, /^9872 attributes were dropped.*128/],
  ])("%s is kept", async ([, point, expected, said]) => {
    const { apiKey, projectId } = await serverKey();
    await expectSaid(await postMetrics(gaugeOf("odd", [point, {}]), { apiKey, encoding }), said);
    const rows = rowsOf(await queued(projectId), "otel_metrics_gauge");
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject(expected);
  });

  it("of no time is rejected alone, as its protocol asks", async () => {
    const { apiKey, projectId } = await serverKey();
    const response = await postMetrics(gaugeOf("odd", [{ timeUnixNano: 0n }, {}]), { apiKey, encoding });
    await expectSaid(response, { rejected: 1, message: /timeUnixNano/ });
    expect(rowsOf(await queued(projectId), "otel_metrics_gauge")).toHaveLength(1);
  });
});
