import { type LogRecord, type NumberPoint, type Span, writeLogs } from "@perigee/otlp";
import { describe, expect, it } from "vitest";
import { queued, rowsOf } from "../../test/batches.ts";
import {
  gaugeOf,
  logRecord,
  logsOf,
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

describe("a log record", () => {
  it.for<[string, Partial<LogRecord>, Record<string, unknown>]>([
    ["of no time", { timeUnixNano: 0n }, { Timestamp: expect.stringMatching(`^${year}-`) }],
    ["of the far future", { timeUnixNano: 2n ** 63n }, { Timestamp: expect.stringMatching(`^${year}-`) }],
    ["of binary", { body: new Uint8Array([0, 255, 254]) }, { Body: "AP/+" }],
    ["of control characters", { body: "\u0000\u001b[31m\ufffd" }, { Body: "\u0000\u001b[31m\ufffd" }],
    ["of half an emoji", { body: "cut \ud83d" }, { Body: "cut \ufffd" }],
    [
      "with the key constructor",
      { attributes: new Map([["constructor", "x"]]) },
      { LogAttributes: { constructor: "x" } },
    ],
    ["of an unknown severity", { severityNumber: 99 }, { SeverityNumber: 0 }],
  ])("%s is kept", async ([, record, expected]) => {
    const { apiKey, projectId } = await serverKey();
    expect((await postLogs(logsOf([logRecord(record), logRecord()]), { apiKey })).status).toBe(200);
    const rows = rowsOf(await queued(projectId), "otel_logs");
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject(expected);
  });

  it("of a body of 3 MB is cut, and its sender hears of it", async () => {
    const { apiKey, projectId } = await serverKey();
    const response = await postLogs(logsOf([logRecord({ body: "x".repeat(3_000_000) })]), { apiKey });
    expect(await response.json()).toEqual({
      partialSuccess: { rejectedLogRecords: "0", errorMessage: expect.stringMatching(/65536/) },
    });
    expect(String(rowsOf(await queued(projectId), "otel_logs")[0]?.["Body"]).length).toBe(65_536);
  });

  it("that is not one is rejected alone", async () => {
    const { apiKey, projectId } = await serverKey();
    const text = writeLogs(logsOf([logRecord(), logRecord()])).replace('"logRecords":[', '"logRecords":[7,');
    const response = await postTo("/v1/logs", text, { apiKey });
    expect(await response.json()).toMatchObject({ partialSuccess: { rejectedLogRecords: "1" } });
    expect(rowsOf(await queued(projectId), "otel_logs")).toHaveLength(2);
  });
});

describe("a span", () => {
  const twin = span();

  it.for<[string, Partial<Span>, Record<string, unknown>]>([
    ["that ends before it begins", { endTimeUnixNano: nowNanos() - dayNanos }, { Duration: "0" }],
    ["of an id that stands there twice", { traceId: twin.traceId, spanId: twin.spanId }, { SpanId: twin.spanId }],
    ["of a parent that nobody knows", { parentSpanId: "ab".repeat(8) }, { ParentSpanId: "ab".repeat(8) }],
    ["of an unknown kind", { kind: 77 }, { SpanKind: "Unspecified" }],
  ])("%s is kept", async ([, overrides, expected]) => {
    const { apiKey, projectId } = await serverKey();
    expect((await postSpans(spansOf([span(overrides), twin]), { apiKey })).status).toBe(200);
    const rows = rowsOf(await queued(projectId), "otel_traces");
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject(expected);
  });
});

describe("a data point", () => {
  it.for<[string, Partial<NumberPoint>, Record<string, unknown>]>([
    ["of not a number", { value: Number.NaN }, { Value: "nan" }],
    ["of infinity", { value: Number.POSITIVE_INFINITY }, { Value: "inf" }],
    ["of minus infinity", { value: Number.NEGATIVE_INFINITY }, { Value: "-inf" }],
    ["of no recorded value", { flags: 1 }, { Flags: 1 }],
  ])("%s is kept", async ([, point, expected]) => {
    const { apiKey, projectId } = await serverKey();
    expect((await postMetrics(gaugeOf("odd", [point, {}]), { apiKey })).status).toBe(200);
    const rows = rowsOf(await queued(projectId), "otel_metrics_gauge");
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject(expected);
  });
});
