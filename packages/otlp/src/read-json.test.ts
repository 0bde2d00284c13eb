import { readFileSync } from "node:fs";
import { join } from "node:path";
import { limits } from "@perigee/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyLogs, anyMetrics, anySpans } from "../test/any-tree.ts";
import { logRows } from "./log-rows.ts";
import { metricRows } from "./metric-rows.ts";
import { readLogs, readMetrics, readSpans } from "./read.ts";
import { spanRows } from "./span-rows.ts";
import type { AnyValue, LogRecord, Span } from "./tree.ts";
import { writeLogs, writeMetrics, writeSpans } from "./write.ts";

/** Values where others are meant, each of which JSON can say. */
const strange = fc.constantFrom(null, true, 0, -1, 1.5, 2 ** 60, 1e25, -1e300, "", "NaN", "5", "\ud800");

const bytes = (text: string) => new TextEncoder().encode(text);
const json = (source: unknown) => bytes(JSON.stringify(source));

const logsRequest = (...logRecords: unknown[]) => json({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });

function answerOf<Value>(answer: { ok: true; value: Value } | { ok: false; failure: { message: string } }): Value {
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value;
}

/** The record that such JSON text makes, given as text where JSON.stringify would not write it. */
const logOf = (text: string): LogRecord | undefined =>
  answerOf(readLogs(bytes(`{"resourceLogs":[{"scopeLogs":[{"logRecords":[${text}]}]}]}`), "json")).tree[0]?.items[0];

describe("fields of a log record in JSON", () => {
  const taken: [string, string, Partial<LogRecord>][] = [
    ["a time as text", '{"timeUnixNano":"1544712660300000001"}', { timeUnixNano: 1544712660300000001n }],
    [
      "a time as a number, to its last digit",
      '{"timeUnixNano":1544712660300000001}',
      { timeUnixNano: 1544712660300000001n },
    ],
    ["a time with an exponent", '{"timeUnixNano":1.5447126603e18}', { timeUnixNano: 1544712660300000000n }],
    ["the greatest uint64", '{"timeUnixNano":"18446744073709551615"}', { timeUnixNano: 2n ** 64n - 1n }],
    ["a severity by its number", '{"severityNumber":17}', { severityNumber: 17 }],
    ["a severity by its name", '{"severityNumber":"SEVERITY_NUMBER_ERROR2"}', { severityNumber: 18 }],
    ["a severity by its number as text", '{"severityNumber":"9"}', { severityNumber: 9 }],
    ["upper-case ids", '{"spanId":"EEE19B7EC3C1B174"}', { spanId: "eee19b7ec3c1b174" }],
    [
      "null as if it were not there",
      '{"timeUnixNano":null,"attributes":null,"body":null}',
      { timeUnixNano: 0n, body: null },
    ],
    ["fields that are not known", '{"flags":1,"nonsense":{"a":[1]},"toString":3}', { flags: 1 }],
  ];

  it.each(taken)("takes %s", (_name, text, expected) => {
    expect(logOf(text)).toMatchObject(expected);
  });

  const refused: [string, unknown, string][] = [
    ["a record that is none", 5, "logRecords must be an object"],
    ["a time below 0", { timeUnixNano: "-1" }, "timeUnixNano must be an integer from 0 to 18446744073709551615"],
    ["a time beyond 64 bits", { timeUnixNano: "18446744073709551616" }, "timeUnixNano must be an integer"],
    ["a time beyond all numbers", { timeUnixNano: 1e300 }, "timeUnixNano must be an integer"],
    ["a value beyond 64 bits", { body: { intValue: 1e25 } }, "intValue must be an integer"],
    ["a time with a fraction", { timeUnixNano: 1.5 }, "timeUnixNano must be an integer"],
    ["a time that is a date", { timeUnixNano: "2026-11-22T19:00:00Z" }, "timeUnixNano must be an integer"],
    ["a name of no severity", { severityNumber: "ERROR" }, "severityNumber must be an integer"],
    ["a number as text", { severityText: 5 }, "severityText must be text"],
    ["a trace id of another kind", { traceId: 5 }, "traceId must be text"],
    ["flags beyond 32 bits", { flags: 2 ** 32 }, "flags must be an integer from 0 to 4294967295"],
    ["attributes as a map", { attributes: { a: 1 } }, "attributes must be a list"],
    ["an attribute that is text", { attributes: ["a"] }, "attribute must be an object"],
    ["a bare value", { attributes: [{ key: "a", value: 5 }] }, "value must be an object"],
    ["text in place of true", { body: { boolValue: "true" } }, "boolValue must be true or false"],
    ["an integer with a fraction", { body: { intValue: 1.5 } }, "intValue must be an integer"],
    ["a number that is none", { body: { doubleValue: "five" } }, "doubleValue must be a number"],
    ["bytes that are not base64", { body: { bytesValue: "*" } }, "bytesValue must be base64"],
  ];

  it.each(refused)("refuses %s and keeps its neighbours", (_name, record, message) => {
    const { tree, rejected } = answerOf(readLogs(logsRequest({ eventName: "a" }, record, { eventName: "b" }), "json"));
    expect(tree[0]?.items.map(({ eventName }) => eventName)).toEqual(["a", "b"]);
    expect(rejected.count).toBe(1);
    expect(rejected.message).toContain("logRecords.1: ");
    expect(rejected.message).toContain(message);
  });
});

describe("values in JSON", () => {
  const values: [string, AnyValue][] = [
    ['{"stringValue":"\\ud83d\\ude00"}', "😀"],
    ['{"stringValue":""}', ""],
    ['{"intValue":"-9223372036854775808"}', -(2n ** 63n)],
    ['{"intValue":9223372036854775807}', 2n ** 63n - 1n],
    ['{"intValue":"5"}', 5],
    ['{"doubleValue":"NaN"}', Number.NaN],
    ['{"doubleValue":"-Infinity"}', Number.NEGATIVE_INFINITY],
    ['{"doubleValue":"1.5e3"}', 1_500],
    ['{"doubleValue":1e300}', 1e300],
    ['{"boolValue":false}', false],
    ['{"bytesValue":"-_8"}', Uint8Array.of(0xfb, 0xff)],
    ['{"arrayValue":{}}', []],
    ['{"kvlistValue":{"values":[{"key":"a"},{"key":"a","value":{"intValue":2}}]}}', new Map([["a", 2]])],
    ["{}", null],
    ['{"newKindOfValue":1}', null],
  ];

  it.each(values)("reads %s", (text, value) => {
    expect(logOf(`{"body":${text}}`)?.body).toEqual(value);
  });

  it("leaves out what is nested too deeply and says so", () => {
    const rejectedOf = (depth: number) => {
      const nested = `${'{"arrayValue":{"values":['.repeat(depth)}{}${"]}}".repeat(depth)}`;
      const text = `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${nested}}]}]}]}`;
      return answerOf(readLogs(bytes(text), "json")).rejected;
    };
    expect(rejectedOf(limits.otlpValueDepth - 1)).toEqual({ count: 0, message: "" });
    expect(rejectedOf(50_000)).toMatchObject({ count: 0, message: expect.stringContaining("deeper than") });
  });
});

describe("requests in JSON", () => {
  const refused: [string, Uint8Array, string][] = [
    ["bytes that are not UTF-8", Uint8Array.of(0x7b, 0xff, 0x7d), "not-json"],
    ["text that is not JSON", bytes('{"resourceLogs":'), "not-json"],
    ["a list", bytes("[]"), "invalid-otlp"],
    ["resourceLogs that is no list", bytes('{"resourceLogs":{}}'), "invalid-otlp"],
    [
      "integers beyond 2^53 in JSON that is nested too deeply to parse exactly",
      bytes(
        `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":1544712660300000001}]}]}],"x":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
      ),
      "invalid-otlp",
    ],
    ["more objects than it may hold", bytes(`{"x":[${"{},".repeat(1_300_000)}{}]}`), "too-many-events"],
    ["more lists than it may hold", bytes(`{"x":[${"[],".repeat(1_300_000)}{}]}`), "too-many-events"],
    ["more records than it may hold", logsRequest(...Array(limits.otlpRecords + 1).fill({})), "too-many-events"],
  ];

  it.each(refused)("refuses %s", (_name, body, type) => {
    expect(readLogs(body, "json")).toMatchObject({ ok: false, failure: { type } });
  });

  const scopeLogs = [{ logRecords: [{ body: { stringValue: "good" } }, {}] }];
  it.each([
    ["an entry that is no object", 7, { count: 0, kept: 2 }],
    ["a resource that is no object", { resource: [], scopeLogs }, { count: 2, kept: 2 }],
    ["a resource with a wrong attribute", { resource: { attributes: [{ key: 7 }] }, scopeLogs }, { count: 2, kept: 2 }],
    ["scopes that are no list", { scopeLogs: {} }, { count: 0, kept: 2 }],
    [
      "a scope with a wrong name",
      { scopeLogs: [{ scope: { name: [] }, ...scopeLogs[0] }, ...scopeLogs] },
      { count: 2, kept: 4 },
    ],
    ["records that are no list", { scopeLogs: [{ logRecords: 7 }] }, { count: 0, kept: 2 }],
  ])("loses with %s no other records, and says so", (_name, bad, { count, kept }) => {
    const { tree, rejected } = answerOf(readLogs(json({ resourceLogs: [bad, { scopeLogs }] }), "json"));
    expect(tree.flatMap(({ items }) => items)).toHaveLength(kept);
    const said = count > 0 ? /^(resource|scope)Logs\.0: / : /^1 of (resource|scope)Logs without records could not/;
    expect(rejected).toEqual({ count, message: expect.stringMatching(said) });
  });

  const host = { type: "host", idKeys: ["host.id"] };
  it.each<[string, unknown, number]>([
    ["none is", [], 0],
    ["null is", null, 0],
    ["one that is no object is", [host, "host", host], 1],
    ["one without a list of keys is", [{ ...host, idKeys: "host.id" }, host], 1],
    ["a key that is no text is", [host, { ...host, descriptionKeys: ["host.name", 5] }], 1],
    ["two that are lists are", [[host], host, [host]], 2],
    ["what is no list is", host, 1],
  ])("costs no records that of a resource's entities %s wrong, and leaves the others", (_name, entityRefs, wrong) => {
    const good = Array.isArray(entityRefs) ? entityRefs.filter((entry) => entry === host) : [];
    const request = json({ resourceLogs: [{ resource: { entityRefs }, scopeLogs }] });
    const { tree, rejected } = answerOf(readLogs(request, "json"));
    expect(tree[0]?.items).toHaveLength(2);
    expect(tree[0]?.resource.entityRefs ?? []).toEqual(
      good.map((ref) => ({ schemaUrl: "", descriptionKeys: [], ...ref })),
    );
    const message = wrong > 0 ? `${wrong} entity references could not be read and were left out` : "";
    expect(rejected).toEqual({ count: 0, message });
  });

  it.each(["idKeys", "descriptionKeys"])("refuses more %s of entities than it may hold", (name) => {
    const request = (count: number) => {
      const resource = { entityRefs: [{ [name]: Array(count).fill("") }] };
      return readLogs(json({ resourceLogs: [{ resource, scopeLogs }] }), "json");
    };
    expect(request(limits.otlpValues - 1).ok).toBe(true);
    expect(request(limits.otlpValues)).toMatchObject({ failure: { type: "too-many-events" } });
  });

  it("takes a large one that holds few objects", () => {
    expect(answerOf(readLogs(logsRequest({ body: { stringValue: "x".repeat(3_900_000) } }), "json")).tree).toHaveLength(
      1,
    );
  });

  it("takes one that is empty", () => {
    expect(readLogs(bytes("{}"), "json")).toEqual({
      ok: true,
      value: { tree: [], rejected: { count: 0, message: "" } },
    });
  });

  it("answers to any JSON", () => {
    const keys = fc.constantFrom(
      ...["resourceLogs", "resourceSpans", "resourceMetrics", "scopeLogs", "scopeSpans", "scopeMetrics", "logRecords"],
      ...[
        "spans",
        "metrics",
        "gauge",
        "sum",
        "dataPoints",
        "attributes",
        "key",
        "value",
        "body",
        "kvlistValue",
        "values",
      ],
      ...["events", "links", "status", "exponentialHistogram", "positive", "bucketCounts", "count", "__proto__"],
    );
    const { any } = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 12, withCrossShrink: true },
        strange,
        fc.array(tie("any"), { maxLength: 3 }),
        fc.dictionary(keys, tie("any"), { maxKeys: 5 }),
      ),
    }));
    const check = (source: unknown) => {
      const receipt = { receivedAt: Date.now() };
      const wrapped = json({
        resourceLogs: [{ scopeLogs: [{ logRecords: [source] }] }],
        resourceSpans: [{ scopeSpans: [{ spans: [source] }] }],
        resourceMetrics: [{ scopeMetrics: [{ metrics: [source] }] }],
      });
      logRows(answerOf(readLogs(wrapped, "json")).tree, receipt);
      spanRows(answerOf(readSpans(wrapped, "json")).tree, receipt);
      metricRows(answerOf(readMetrics(wrapped, "json")).tree, receipt);
      for (const read of [readLogs, readSpans, readMetrics]) read(json(source), "json");
    };
    fc.assert(fc.property(any, check), { numRuns: 1_000 });
  });

  it("answers to requests of which some values are others", () => {
    const text = fc.oneof(anyLogs.map(writeLogs), anySpans.map(writeSpans), anyMetrics.map(writeMetrics));
    const check = (request: string, place: number, value: unknown) => {
      let left = 1 + (place % request.length);
      // What is inside is visited first, so that small values and large ones are met.
      const changed = JSON.stringify(JSON.parse(request, (_key, old) => (--left % 50 === 0 ? value : old)));
      for (const read of [readLogs, readSpans, readMetrics]) {
        const answer = read(bytes(changed), "json");
        expect(answer.ok ? "invalid-otlp" : answer.failure.type).toBe("invalid-otlp");
      }
    };
    fc.assert(fc.property(text, fc.nat(), strange, check), { numRuns: 300, endOnFailure: true });
  });
});

describe("spans in JSON", () => {
  it("takes kinds and status by name", () => {
    const span = { kind: "SPAN_KIND_SERVER", status: { code: "STATUS_CODE_ERROR", message: "no" } };
    const { tree } = answerOf(readSpans(json({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }), "json"));
    expect(tree[0]?.items[0]).toMatchObject({ kind: 2, statusCode: 2, statusMessage: "no" } satisfies Partial<Span>);
  });
});

describe("metrics in JSON", () => {
  const metricsOf = (...metrics: unknown[]) =>
    answerOf(readMetrics(json({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }), "json"));

  it("takes values as asInt and asDouble, and temporality by name", () => {
    const dataPoints = [{ asInt: "5" }, { asInt: -6 }, { asDouble: 1.5 }, { asDouble: "Infinity" }, { flags: 1 }];
    const { tree } = metricsOf({ sum: { dataPoints, aggregationTemporality: "AGGREGATION_TEMPORALITY_CUMULATIVE" } });
    expect(tree[0]?.items[0]?.data).toMatchObject({
      kind: "sum",
      temporality: 2,
      points: [5, -6, 1.5, Number.POSITIVE_INFINITY, Number.NaN].map((value) => ({ value })),
    });
  });

  it("refuses a data point alone, and all points of a metric that is none", () => {
    const { tree, rejected } = metricsOf(
      { name: "a", gauge: { dataPoints: [{ asInt: 1 }, { asInt: "x" }, { asInt: 3 }] } },
      { name: 5, gauge: { dataPoints: [{}, {}, {}] } },
    );
    expect(tree[0]?.items).toMatchObject([{ name: "a", data: { points: [{ value: 1 }, { value: 3 }] } }]);
    expect(rejected.count).toBe(4);
    expect(rejected.message).toBe(
      "points.1: value must be an integer from -9223372036854775808 to 9223372036854775807",
    );
  });

  it("refuses counts beyond 64 bits alone", () => {
    const dataPoints = [{ count: 1e30 }, { positive: { bucketCounts: [1e30] } }, { scale: 1e30 }, { count: 1e18 }];
    const { tree, rejected } = metricsOf({ exponentialHistogram: { dataPoints } });
    expect(tree[0]?.items[0]?.data).toMatchObject({ points: [{ count: 10n ** 18n }] });
    expect(rejected.count).toBe(3);
  });

  it("leaves out metrics of an unknown kind and says so", () => {
    const { tree, rejected } = metricsOf({ name: "a" }, { name: "b", gauge: {} });
    expect(tree[0]?.items.map(({ name }) => name)).toEqual(["b"]);
    expect(rejected).toEqual({ count: 0, message: "1 metrics without data of a known kind were left out" });
  });
});

/** Examples of the protocol's own repository: https://github.com/open-telemetry/opentelemetry-proto/tree/main/examples */
describe("the protocol's examples", () => {
  const example = (name: string) => readFileSync(join(import.meta.dirname, `../test/data/${name}.json`));
  const receipt = { receivedAt: 1_544_712_661_000 };

  it.each(["logs", "events"])("become rows: %s", (name) => {
    const { tree, rejected } = answerOf(readLogs(example(name), "json"));
    expect(rejected).toEqual({ count: 0, message: "" });
    expect(logRows(tree, receipt)).toMatchSnapshot();
  });

  it("become rows: trace", () => {
    const { tree, rejected } = answerOf(readSpans(example("trace"), "json"));
    expect(rejected).toEqual({ count: 0, message: "" });
    expect(spanRows(tree, receipt)).toMatchSnapshot();
  });

  it("become rows: metrics", () => {
    const { tree, rejected } = answerOf(readMetrics(example("metrics"), "json"));
    expect(rejected).toEqual({ count: 0, message: "" });
    expect(metricRows(tree, receipt)).toMatchSnapshot();
  });
});
