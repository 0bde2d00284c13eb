import { env } from "cloudflare:workers";
import { deflateSync, gzipSync } from "node:zlib";
import { writeLogs } from "@perigee/otlp";
import { limits } from "@perigee/schema";
import { describe, expect, it } from "vitest";
import { makeKey, queued, rowsOf } from "../../test/batches.ts";
import {
  gaugeOf,
  logRecord,
  logsOf,
  postLogs,
  postMetrics,
  postSpans,
  postTo,
  serverKey,
  span,
  spansOf,
} from "../../test/telemetry.ts";
import worker from "../index.ts";

const protobuf = { "content-type": "application/x-protobuf" };

/** One log record with the body `hello` and nothing else (opentelemetry-proto 1.10, written by hand). */
const protobufLog = new Uint8Array([
  ...[0x0a, 0x0f, 0x12, 0x0d, 0x12, 0x0b], // resource_logs, scope_logs, log_records: their lengths
  ...[0x2a, 0x07, 0x0a, 0x05], // body, string_value
  ...new TextEncoder().encode("hello"),
  ...[0x10, 0x09], // severity_number
]);

describe("OTLP in JSON", () => {
  it("takes logs, whose rows go to the queue in one message", async () => {
    const { apiKey, projectId } = await serverKey();
    const records = Array.from({ length: 1_000 }, (_, n) =>
      logRecord({ body: `request ${n} took ${n * 3} ms`, attributes: new Map([["http.route", `/product/${n % 7}`]]) }),
    );
    const response = await postLogs(logsOf(records, { "host.name": "web-1" }), { apiKey });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toEqual({});
    const messages = await queued(projectId);
    expect(messages).toHaveLength(1);
    const rows = rowsOf(messages, "otel_logs");
    expect(rows.map((row) => row["Body"])).toEqual(records.map(({ body }) => body));
    expect(rows.map((row) => row["seq"])).toEqual(records.map((_, n) => n));
    expect(rows[7]).toMatchObject({
      project_id: projectId,
      retention_days: 90,
      message_id: messages[0]?.id,
      ServiceName: "api",
      ResourceAttributes: { "service.name": "api", "host.name": "web-1" },
      LogAttributes: { "http.route": "/product/0" },
      weight: 1,
    });
  });

  it("takes spans", async () => {
    const { apiKey, projectId } = await serverKey();
    const sent = [span({ statusCode: 2, statusMessage: "no" }), span({}, 5)];
    expect(await (await postSpans(spansOf(sent), { apiKey })).json()).toEqual({});
    const rows = rowsOf(await queued(projectId), "otel_traces");
    expect(rows.map((row) => [row["seq"], row["SpanId"]])).toEqual(sent.map(({ spanId }, n) => [n, spanId]));
    expect(rows[0]).toMatchObject({ SpanKind: "Server", StatusCode: "Error", StatusMessage: "no" });
  });

  it("takes metrics", async () => {
    const { apiKey, projectId } = await serverKey();
    const metrics = gaugeOf("queue.length", [{ value: 3 }, { value: 5, attributes: new Map([["queue", "a"]]) }]);
    expect(await (await postMetrics(metrics, { apiKey })).json()).toEqual({});
    const rows = rowsOf(await queued(projectId), "otel_metrics_gauge");
    expect(rows.map((row) => [row["MetricName"], row["Value"], row["Attributes"]])).toEqual([
      ["queue.length", 3, {}],
      ["queue.length", 5, { queue: "a" }],
    ]);
  });

  it("keeps the good records of a partly bad request, and says how many were not", async () => {
    const { apiKey, projectId } = await serverKey();
    const response = await postSpans(spansOf([span(), span({ traceId: "0".repeat(32) }), span()]), { apiKey });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      partialSuccess: { rejectedSpans: "1", errorMessage: expect.stringContaining("traceId") },
    });
    expect(rowsOf(await queued(projectId), "otel_traces")).toHaveLength(2);
  });

  it("warns of what was cut, without a rejected record", async () => {
    const { apiKey, projectId } = await serverKey();
    const attributes = new Map(Array.from({ length: 10_000 }, (_, n) => [`key.${n}`, "x"]));
    const response = await postLogs(logsOf([logRecord({ attributes })]), { apiKey });
    expect(await response.json()).toEqual({
      partialSuccess: { rejectedLogRecords: "0", errorMessage: expect.stringContaining(String(limits.otlpAttributes)) },
    });
    const [row] = rowsOf(await queued(projectId), "otel_logs");
    expect(row).toMatchObject({ DroppedAttributesCount: 10_000 - limits.otlpAttributes });
  });

  it.each(["{}", '{"resourceLogs":[]}'])("takes a request that says nothing: %s", async (body) => {
    const { apiKey } = await serverKey();
    const response = await postTo("/v1/logs", body, { apiKey });
    expect([response.status, await response.json()]).toEqual([200, {}]);
  });
});

describe("OTLP in protobuf", () => {
  it("is answered in protobuf, and empty where all is well", async () => {
    const { apiKey, projectId } = await serverKey();
    const response = await postTo("/v1/logs", protobufLog, { apiKey, headers: protobuf });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/x-protobuf");
    expect((await response.arrayBuffer()).byteLength).toBe(0);
    const [row] = rowsOf(await queued(projectId), "otel_logs");
    expect(row).toMatchObject({ Body: "hello", SeverityNumber: 9 });
  });

  it("says in protobuf what was rejected", async () => {
    const { apiKey } = await serverKey();
    // One span without ids: resource_spans, scope_spans, spans, name "x".
    const body = new Uint8Array([0x0a, 0x07, 0x12, 0x05, 0x12, 0x03, 0x2a, 0x01, 0x78]);
    const response = await postTo("/v1/traces", body, { apiKey, headers: protobuf });
    const bytes = new Uint8Array(await response.arrayBuffer());
    // partial_success { rejected_spans: 1, error_message }
    expect([bytes[0], bytes[1], bytes[2], bytes[3], bytes[4]]).toEqual([0x0a, bytes.length - 2, 0x08, 0x01, 0x12]);
    expect(new TextDecoder().decode(bytes.subarray(6))).toMatch(/^traceId must be /);
  });

  it("is refused with a google.rpc.Status in protobuf", async () => {
    const { apiKey } = await serverKey();
    const response = await postTo("/v1/logs", protobufLog.slice(0, -3), { apiKey, headers: protobuf });
    expect(response.status).toBe(400);
    expect(response.headers.get("retry-after")).toBeNull();
    const bytes = new Uint8Array(await response.arrayBuffer());
    // code: 3 (INVALID_ARGUMENT), message
    expect([bytes[0], bytes[1], bytes[2]]).toEqual([0x08, 0x03, 0x12]);
    expect(new TextDecoder().decode(bytes.subarray(4)).length).toBeGreaterThan(10);
  });
});

describe("a key", () => {
  it.each<[string, (apiKey: string) => [string, Record<string, string>]]>([
    ["as a bearer token", (key) => ["/v1/logs", { authorization: `Bearer ${key}` }]],
    ["in x-api-key", (key) => ["/v1/logs", { authorization: "", "x-api-key": key }]],
    ["in the query", (key) => [`/v1/logs?key=${key}`, { authorization: "" }]],
    ["in the path, before what an exporter adds to its address", (key) => [`/${key}/v1/logs`, { authorization: "" }]],
  ])("is taken %s", async (_name, place) => {
    const { apiKey, projectId } = await serverKey();
    const [path, headers] = place(apiKey);
    const response = await postTo(path, writeLogs(logsOf([logRecord()])), { apiKey: "", headers });
    expect(response.status).toBe(200);
    expect(rowsOf(await queued(projectId), "otel_logs")).toHaveLength(1);
  });

  it("of a page is taken from its origin alone", async () => {
    const { apiKey } = await makeKey();
    const send = (origin: string) => postLogs(logsOf([logRecord()]), { apiKey, headers: { origin } });
    expect((await send("https://shop.example")).status).toBe(200);
    expect((await send("https://other.example")).status).toBe(403);
  });

  it.each([
    ["/v1/logs", "", 401],
    ["/nonsense/v1/logs", "", 401],
    ["/v1/logs", "sk_00000000000000000000", 401],
  ])("that is not there or not known is refused at %s", async (path, apiKey, status) => {
    const response = await postTo(path, "{}", { apiKey });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code: 16, message: expect.any(String) });
  });
});

describe("a body", () => {
  const text = writeLogs(logsOf([logRecord()]));

  it.each([
    ["gzip", gzipSync(text)],
    ["deflate", deflateSync(text)],
  ])("is taken in %s", async (encoding, body) => {
    const { apiKey, projectId } = await serverKey();
    const response = await postTo("/v1/logs", new Uint8Array(body), {
      apiKey,
      headers: { "content-encoding": encoding },
    });
    expect(response.status).toBe(200);
    expect(rowsOf(await queued(projectId), "otel_logs")).toHaveLength(1);
  });

  const bomb = new Uint8Array(gzipSync(" ".repeat(20_000_000)));

  it.for<[string, BodyInit, Record<string, string>, number, number]>([
    ["half of JSON", text.slice(0, 40), {}, 400, 3],
    ["JSON that is no request", '{"resourceLogs":7}', {}, 400, 3],
    ["a huge varint", new Uint8Array(40).fill(0xff), protobuf, 400, 3],
    ["JSON under the name of protobuf", text, protobuf, 400, 3],
    ["something else by its type", "<a/>", { "content-type": "text/xml" }, 415, 3],
    ["gzip that is not gzip", text, { "content-encoding": "gzip" }, 400, 3],
    ["in a coding that is not known", text, { "content-encoding": "br" }, 415, 3],
    ["a gzip bomb", bomb, { "content-encoding": "gzip" }, 413, 11],
    ["larger than 4 MB", `"${"x".repeat(limits.otlpBodyBytes)}"`, {}, 413, 11],
  ])("is refused when it is %s", async ([, body, headers, status, code]) => {
    const { apiKey } = await serverKey();
    const response = await postTo("/v1/logs", body, { apiKey, headers });
    expect(response.status).toBe(status);
    const isJson = !("content-type" in headers) || headers["content-type"] === "text/xml";
    if (isJson) expect(await response.json()).toEqual({ code, message: expect.any(String) });
    expect(response.headers.get("retry-after")).toBeNull();
  });

  it("of another type is answered with those that are taken", async () => {
    const { apiKey } = await serverKey();
    const response = await postTo("/v1/traces", "x", { apiKey, headers: { "content-type": "text/plain" } });
    expect(response.headers.get("accept")).toBe("application/json, application/x-protobuf");
  });
});

describe("what can be tried again", () => {
  const fullQueue = { send: () => Promise.reject(new Error("Too Many Requests")) };
  const brokenBucket = { put: () => Promise.reject(new Error("We encountered an internal error. (10001)")) };

  it("is answered with 503 and Retry-After when nothing takes it, and is then taken", async () => {
    const { apiKey, projectId } = await serverKey();
    const body = writeLogs(logsOf([logRecord()]));
    const request = () =>
      new Request("https://ingest.example/v1/logs", {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${apiKey}` },
        body,
      });
    const bindings = { ...env, EVENTS_0: fullQueue, EVENTS_1: fullQueue, SPOOL_BUCKET: brokenBucket };
    const refused = await worker.fetch(request() as never, bindings as never);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "10"]);
    expect(await refused.json()).toMatchObject({ code: 14 });
    expect((await worker.fetch(request() as never, env as never)).status).toBe(200);
    expect(rowsOf(await queued(projectId), "otel_logs")).toHaveLength(1);
  });

  it("is answered with 429 and Retry-After when the quota is used up; each record counts", async () => {
    const { apiKey } = await serverKey({ quota: { eventsPerMinute: null, eventsPerDay: 3 } });
    expect((await postLogs(logsOf([logRecord(), logRecord(), logRecord()]), { apiKey })).status).toBe(200);
    const response = await postLogs(logsOf([logRecord()]), { apiKey });
    expect(response.status).toBe(429);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await response.json()).toMatchObject({ code: 8 });
  });
});

describe("plain JSON logs", () => {
  it.each([
    ["application/json", '[{"service_name":"api","level":"INFO","message":"hello"}]'],
    ["application/x-ndjson", '{"service_name":"api","level":"INFO","message":"hello"}\n'],
    ["text/plain", '{"service_name":"api","level":"INFO","message":"hello"}'],
  ])("are taken as %s", async (type, body) => {
    const { apiKey, projectId } = await serverKey();
    const response = await postTo("/v1/logs", body, { apiKey, headers: { "content-type": type } });
    expect([response.status, await response.json()]).toEqual([200, {}]);
    expect(rowsOf(await queued(projectId), "otel_logs")).toMatchObject([
      { ServiceName: "api", SeverityText: "INFO", SeverityNumber: 9, Body: "hello" },
    ]);
  });

  it("that say nothing of time are new each time they come", async () => {
    const { apiKey, projectId } = await serverKey();
    for (const _ of [1, 2]) await postTo("/v1/logs", '{"message":"again"}', { apiKey });
    expect(rowsOf(await queued(projectId, 2), "otel_logs")).toHaveLength(2);
  });
});
