import type { LogRecord, Scoped } from "@perigee/otlp";
import fc from "fast-check";
import { compress } from "snappyjs";
import { describe, expect, it } from "vitest";
import { anyText } from "../test/any-text.ts";
import { integer, join, message, text } from "../test/protobuf-writer.ts";
import { visitOfDay } from "../test/recorded.ts";
import { recordedPushes } from "../test/recorded-pushes.ts";
import type { Said } from "./door.ts";
import { lokiDoor } from "./loki.ts";

const url = new URL("https://ingest.example/loki/api/v1/push");
const receivedAt = 1_795_378_400_000;
const time = 1_795_378_370_123_456_789n;
const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
const span = "00f067aa0ba902b7";

const read = (body: Uint8Array, type: string) =>
  lokiDoor.read({ body, headers: new Headers({ "content-type": type }), url, receivedAt, findVisit: visitOfDay });

const readJson = (body: unknown) =>
  read(new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body)), "application/json");

type Entry = { time?: bigint; line: string; metadata?: Record<string, string> };

const protobufEntry = ({ time: nanos = time, line, metadata = {} }: Entry) =>
  message(
    2,
    message(1, integer(1, nanos / 1_000_000_000n), integer(2, nanos % 1_000_000_000n)),
    text(2, line),
    ...Object.entries(metadata).map(([name, value]) => message(3, text(1, name), text(2, value))),
  );

const protobufStream = (labels: string, ...entries: Entry[]) =>
  message(1, text(1, labels), ...entries.map(protobufEntry), integer(3, 17n));

const readProtobuf = (...streams: Uint8Array[]) => read(compress(join(streams)), "application/x-protobuf");

function said(result: ReturnType<typeof read>): Said {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

/** A record without what is the same in all of them. */
function brief({ resource, items }: Scoped<LogRecord>) {
  const records = items.map(({ timeUnixNano, severityNumber, severityText, body, traceId, spanId, attributes }) => ({
    ...{
      timeUnixNano,
      severityNumber,
      severityText,
      body,
      traceId,
      spanId,
      attributes: Object.fromEntries(attributes),
    },
  }));
  return { resource: Object.fromEntries(resource.attributes), records };
}

const bodies = (result: ReturnType<typeof read>) =>
  said(result).logs.flatMap(({ items }) => items.map(({ body }) => body));

describe("what real clients send", () => {
  const resource = { "service.name": "checkout", "deployment.environment.name": "production" };
  const plain = { traceId: "", spanId: "", attributes: {}, timeUnixNano: expect.any(BigInt) };

  function recorded(client: string) {
    return recordedPushes(client).flatMap((asked) => {
      expect(lokiDoor.keyOf?.(asked.headers, asked.url)).toBe("pk_0123456789abcdefghijklmnop");
      expect(lokiDoor.path).toBe(asked.url.pathname);
      const { rejected, logs } = said(lokiDoor.read(asked));
      expect(rejected.count).toBe(0);
      for (const { timeUnixNano } of logs.flatMap(({ items }) => items)) {
        expect(Math.abs(Number(timeUnixNano / 1_000_000n) - asked.receivedAt)).toBeLessThan(60_000);
      }
      return logs.map(brief);
    });
  }

  it("reads pino-loki", () => {
    expect(recorded("pino-loki")).toEqual([
      {
        resource,
        records: [{ ...plain, severityNumber: 9, severityText: "info", body: expect.stringContaining('"order":17') }],
      },
      {
        resource,
        records: [
          {
            ...plain,
            ...{ severityNumber: 17, severityText: "error", body: expect.stringContaining('"msg":"no stock"') },
            ...{ traceId: trace, spanId: span, attributes: { shop: "north" } },
          },
        ],
      },
      {
        resource,
        records: [{ ...plain, severityNumber: 5, severityText: "debug", body: expect.stringContaining("Schön 😀") }],
      },
    ]);
  });

  it("reads winston-loki in both encodings", () => {
    const ofJob = { ...resource, job: "checkout" };
    const paid = { ...plain, severityNumber: 9, severityText: "info", body: 'paid {"order":17,"level":"info"}' };
    const noStock = `no stock {"trace_id":"${trace}","level":"error"}`;
    const failed = { ...plain, severityNumber: 17, severityText: "error", body: noStock };
    const verbose = { ...plain, severityNumber: 6, severityText: "verbose", body: 'Schön 😀 {"level":"verbose"}' };
    expect(recorded("winston-loki-protobuf")).toEqual([
      { resource: ofJob, records: [paid] },
      { resource: { ...ofJob, shop: "north" }, records: [failed] },
      { resource: ofJob, records: [verbose] },
    ]);
    expect(recorded("winston-loki-json")).toEqual([
      { resource: ofJob, records: [{ ...paid, attributes: { order: "17" } }] },
      { resource: { ...ofJob, shop: "north" }, records: [{ ...failed, traceId: trace }] },
      { resource: ofJob, records: [verbose] },
    ]);
  });
});

describe("both encodings", () => {
  it("say the same", () => {
    const label = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/);
    const labels = fc.dictionary(label, anyText, { maxKeys: 4 });
    const entry = fc.record({
      time: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
      line: anyText,
      metadata: labels,
    });
    const streams = fc.array(fc.record({ stream: labels, entries: fc.array(entry, { maxLength: 3 }) }), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(streams, (all) => {
        const json = all.map(({ stream, entries }) => ({
          stream,
          values: entries.map(({ time: nanos, line, metadata }) => [String(nanos), line, metadata]),
        }));
        const protobuf = all.map(({ stream, entries }) => {
          const pairs = Object.entries(stream).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
          return protobufStream(`{${pairs}}`, ...entries);
        });
        const fromJson = said(readJson({ streams: json }));
        expect(fromJson.rejected.count).toBe(0);
        expect(said(readProtobuf(...protobuf))).toEqual(fromJson);
      }),
      { numRuns: 60 },
    );
  });
});

describe("what becomes of labels and metadata", () => {
  const only = (labels: Record<string, string>, metadata: Record<string, string> = {}) => {
    const [first] = said(readJson({ streams: [{ stream: labels, values: [[String(time), "x", metadata]] }] })).logs.map(
      brief,
    );
    return { resource: first?.resource, ...first?.records[0] };
  };

  it.each<[Record<string, string>, string]>([
    [{ job: "a", app: "b", service: "c", service_name: "d" }, "d"],
    [{ job: "a", app: "b", service: "c" }, "c"],
    [{ job: "a", app: "b" }, "b"],
    [{ job: "a", container: "b" }, "b"],
    [{ job: "a", service_name: "" }, "a"],
  ])("finds the service of %j in Loki's order", (labels, service) => {
    expect(only(labels).resource?.["service.name"]).toBe(service);
  });

  it("leaves the service open where no label tells it", () => {
    expect(only({ filename: "/var/log/syslog" }).resource).toEqual({ filename: "/var/log/syslog" });
  });

  it("gives labels that OpenTelemetry knows their names back", () => {
    expect(
      only({ k8s_pod_name: "a-1", service_namespace: "shop", env: "prod", environment: "eu", x_y: "z" }).resource,
    ).toEqual({
      "k8s.pod.name": "a-1",
      "service.namespace": "shop",
      "deployment.environment.name": "prod",
      environment: "eu",
      x_y: "z",
    });
  });

  it.each([
    ["info", 9],
    ["WARNING", 13],
    ["crit", 18],
    ["50", 17],
    ["loud", 0],
  ])("reads the severity %s as %i and keeps its text", (severityText, severityNumber) => {
    expect(only({ level: severityText })).toMatchObject({ resource: {}, severityText, severityNumber });
    expect(only({ level: "debug" }, { detected_level: severityText })).toMatchObject({
      ...{ severityText, severityNumber, attributes: {} },
    });
  });

  it.each([
    [
      { trace_id: trace.toUpperCase(), span_id: span },
      { traceId: trace, spanId: span, attributes: {} },
    ],
    [{ traceID: trace }, { traceId: trace, spanId: "", attributes: {} }],
    [
      { trace_id: "17", span_id: "0000000000000000" },
      { traceId: "", spanId: "", attributes: { trace_id: "17", span_id: "0000000000000000" } },
    ],
  ])("takes ids out of %j only where they are ids", (metadata, expected) => {
    expect(only({}, metadata)).toMatchObject(expected);
  });

  it("dates the observation by the arrival", () => {
    const { logs } = said(readJson({ streams: [{ stream: {}, values: [["0", "x"]] }] }));
    expect(logs[0]?.items[0]).toMatchObject({
      timeUnixNano: 0n,
      observedTimeUnixNano: BigInt(receivedAt) * 1_000_000n,
    });
  });
});

describe("bad input", () => {
  it("keeps good entries beside bad ones in JSON", () => {
    const good = [String(time), "good"];
    const values = [
      good,
      [],
      ["yesterday", "x"],
      [String(time), 7],
      [String(time)],
      ["-1", "x"],
      [String(2n ** 63n), "x"],
      good,
    ];
    const result = readJson({
      streams: [{ stream: { app: "a" }, values }, { stream: [] }, 7, { stream: { app: {} }, values: [good] }],
    });
    expect(bodies(result)).toEqual(["good", "good"]);
    expect(said(result).rejected).toEqual({
      count: 9,
      message: "streams.values: one is not [nanoseconds as text, line, metadata]",
    });
  });

  it("keeps good streams beside bad ones in protobuf", () => {
    const broken = message(1, text(1, '{app="a"}'), Uint8Array.from([0x12, 0x7f, 0x01]));
    const result = readProtobuf(
      protobufStream('{app="a"}', { line: "good" }),
      protobufStream("app=a", { line: "x" }, { line: "y" }),
      broken,
      protobufStream(
        '{app="b"}',
        { line: "too late", time: 2n ** 63n },
        { line: "too early", time: -1n },
        { line: "good" },
      ),
    );
    expect(bodies(result)).toEqual(["good", "good"]);
    expect(said(result).rejected).toEqual({
      count: 5,
      message: 'streams: the labels are not of the form {name="value"}',
    });
  });

  it("keeps the lines beside a binary one", () => {
    const binary = message(1, text(1, "{}"), message(2, Uint8Array.from([0x12, 2, 0xc3, 0x28])));
    expect(bodies(readProtobuf(protobufStream("{}", { line: "good" }), binary))).toEqual(["good", "\ufffd("]);
    const json = Buffer.from('{"streams":[{"stream":{},"values":[["1","\xff"],["1","good"]]}]}', "latin1");
    expect(bodies(read(json, "application/json"))).toEqual(["\ufffd", "good"]);
  });

  it.each([
    ["not-json", "{"],
    ["not-json", ""],
    ["invalid-batch", "[]"],
    ["invalid-batch", '{"streams":{}}'],
    ["invalid-batch", "null"],
  ])("refuses as %s: %s", (type, body) => {
    expect(readJson(body)).toMatchObject({ ok: false, failure: { type } });
  });

  it("takes what does not call itself JSON for compressed protobuf", () => {
    const body = compress(protobufStream("{}", { line: "x" }));
    expect(bodies(read(body, ""))).toEqual(["x"]);
    expect(read(protobufStream("{}", { line: "x" }), "application/x-protobuf")).toMatchObject({
      failure: { type: "invalid-snappy" },
    });
    expect(read(compress(Uint8Array.from([0x0a, 0x05])), "application/x-protobuf")).toMatchObject({
      failure: { type: "invalid-batch" },
    });
  });

  it("takes 25,000 streams and a line of 3 MB, and refuses 100,000 streams", { timeout: 20_000 }, () => {
    const stream = protobufStream('{app="a"}', { line: "x", time: 1n });
    const streams = (count: number) => readProtobuf(...new Array<Uint8Array>(count).fill(stream));
    expect(said(streams(25_000)).logs).toHaveLength(25_000);
    expect(streams(100_000)).toMatchObject({ ok: false, failure: { type: "too-many-events" } });
    const values = new Array(50_000).fill(["1", "x"]);
    expect(readJson({ streams: [{ stream: {}, values }] })).toMatchObject({ failure: { type: "too-many-events" } });
    expect(bodies(readJson({ streams: [{ stream: {}, values: values.slice(1) }] }))).toHaveLength(49_999);
    const line = "x".repeat(3_000_000);
    expect(bodies(readProtobuf(protobufStream("{}", { line })))).toEqual([line]);
    expect(readProtobuf(protobufStream("{}", { line: line + line }))).toMatchObject({
      failure: { type: "body-too-large" },
    });
  });

  it("answers any bytes and any JSON without throwing", () => {
    const decided = (result: ReturnType<typeof read>) =>
      expect(result.ok ? result.value.logs : result.failure.type).toBeDefined();
    const good = protobufStream('{app="a",level="info"}', { line: "hello", metadata: { trace_id: trace } });
    const mutation = fc.record({
      at: fc.nat({ max: good.length - 1 }),
      to: fc.nat({ max: 255 }),
      end: fc.nat({ max: good.length }),
    });
    fc.assert(
      fc.property(fc.uint8Array(), fc.json(), mutation, (bytes, json, { at, to, end }) => {
        decided(readProtobuf(bytes));
        decided(readJson(json));
        decided(readJson({ streams: [{ stream: {}, values: [JSON.parse(json)] }, JSON.parse(json)] }));
        decided(readProtobuf(good.map((byte, index) => (index === at ? to : byte)).subarray(0, end)));
      }),
      { numRuns: 300 },
    );
  });
});

describe("answers and keys", () => {
  it("answers 204 without a body when all is taken, 400 with the reason when not", async () => {
    const taken = lokiDoor.accept(said(readJson({ streams: [] })));
    expect([taken.status, await taken.text()]).toEqual([204, ""]);
    const partly = lokiDoor.accept(said(readJson({ streams: [7] })));
    expect([partly.status, await partly.text()]).toEqual([400, expect.stringContaining("1 not taken")]);
  });

  it.each([
    [`Basic ${btoa("anything:pk_1")}`, "pk_1"],
    [`basic ${btoa(":pk:2")}`, "pk:2"],
    [`Basic ${btoa("pk_1")}`, undefined],
    [`Basic ${btoa("user:")}`, undefined],
    ["Basic %%%", undefined],
    ["Basic a", undefined],
    ["Bearer pk_1", undefined],
    ["", undefined],
  ])("finds in %j the key %s", (authorization, key) => {
    expect(lokiDoor.keyOf?.(new Headers({ authorization }), url)).toBe(key);
  });
});
