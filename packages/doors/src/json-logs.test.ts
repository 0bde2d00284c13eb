import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJsonLogs } from "./json-logs.ts";

const receivedAt = Date.UTC(2026, 10, 22, 12);

const read = (body: unknown) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return readJsonLogs({ body: new TextEncoder().encode(text), receivedAt });
};

/** Records with the name of their service; throws where the body is refused. */
function recordsOf(body: unknown) {
  const result = read(body);
  if (!result.ok) throw new Error(result.failure.message);
  const { tree, rejected } = result.value;
  const records = tree.flatMap(({ resource, items }) =>
    items.map((item) => ({ service: resource.attributes.get("service.name"), ...item })),
  );
  return { records, rejected };
}

const hello = { service_name: "api", level: "INFO", message: "hello" };

describe("a plain JSON log", () => {
  it.each([
    ["an object", JSON.stringify(hello)],
    ["an object over several lines", JSON.stringify(hello, null, 2)],
    ["a list", JSON.stringify([hello])],
    ["a line", `${JSON.stringify(hello)}\n\n`],
    ["behind a byte order mark", `\uFEFF${JSON.stringify(hello)}`],
  ])("is read from %s", (_name, body) => {
    expect(recordsOf(body)).toMatchObject({
      records: [{ service: "api", body: "hello", severityNumber: 9, severityText: "INFO", timeUnixNano: 0n }],
      rejected: { count: 0 },
    });
  });

  it("is read from each line, and services are kept apart", () => {
    const lines = [hello, { ...hello, service_name: "cart" }, { ...hello, message: "again" }];
    const { records } = recordsOf(lines.map((line) => JSON.stringify(line)).join("\r\n"));
    expect(records.map(({ service, body }) => [service, body])).toEqual([
      ["api", "hello"],
      ["api", "again"],
      ["cart", "hello"],
    ]);
  });

  it.each<[Record<string, unknown>, Record<string, unknown>]>([
    [{ service: "api" }, { service: "api" }],
    [{ service: { name: "api" } }, { service: "api" }],
    [{ msg: "hello" }, { body: "hello" }],
    [{ body: 7 }, { body: 7 }],
    [{ severity: "error" }, { severityNumber: 17 }],
    [{ level: 50 }, { severityNumber: 17 }],
    [{ time: "2026-11-22T10:00:00.5Z" }, { timeUnixNano: 1_795_341_600_500_000_000n }],
    [{ timestamp: "2026-11-22T11:00:00+01:00" }, { timeUnixNano: 1_795_341_600_000_000_000n }],
    [{ ts: 1_795_341_600 }, { timeUnixNano: 1_795_341_600_000_000_000n }],
    [{ ts: 1_795_341_600.25 }, { timeUnixNano: 1_795_341_600_250_000_000n }],
    [{ time: 1_795_341_600_123 }, { timeUnixNano: 1_795_341_600_123_000_000n }],
    [{ time: 1_795_341_600_123_456 }, { timeUnixNano: 1_795_341_600_123_456_000n }],
    [{ time: "1795341600123456789" }, { timeUnixNano: 1_795_341_600_123_456_789n }],
    [{ trace_id: "AB".repeat(16) }, { traceId: "ab".repeat(16) }],
    [{ span_id: "cd".repeat(8) }, { spanId: "cd".repeat(8) }],
    [{ "trace.id": "4bf92f35-77b3-4da6-a3ce-929d0e0e4736" }, { traceId: "4bf92f3577b34da6a3ce929d0e0e4736" }],
    [
      { traceparent: `00-${"ab".repeat(16)}-${"cd".repeat(8)}-01` },
      { traceId: "ab".repeat(16), spanId: "cd".repeat(8), flags: 1 },
    ],
  ])("has a field for %j, which is no attribute", (fields, expected) => {
    const [record] = recordsOf(fields).records;
    expect(record).toMatchObject(expected);
    expect(record?.attributes.size).toBe(0);
  });

  it("keeps the digits of a time in nanoseconds that stands there as a number", () => {
    const [record] = recordsOf('{"time":1795341600123456789}').records;
    expect(record?.timeUnixNano).toBe(1_795_341_600_123_456_789n);
  });

  it("has all else as attributes, those within objects with dots", () => {
    const [record] = recordsOf({ ...hello, user: { id: 7, roles: ["a", "b"] }, isNew: true, none: null }).records;
    expect(record?.attributes).toEqual(
      new Map<string, unknown>([
        ["user.id", 7],
        ["user.roles", ["a", "b"]],
        ["isNew", true],
      ]),
    );
  });

  it.each([
    [{ trace_id: "0".repeat(32) }, "trace_id"],
    [{ trace_id: "not an id" }, "trace_id"],
    [{ time: "yesterday" }, "time"],
    [{ level: "purple" }, "level"],
  ])("keeps %j, which it cannot read, as an attribute", (fields, name) => {
    const [record] = recordsOf(fields).records;
    expect(record?.attributes.has(name)).toBe(true);
    expect(record).toMatchObject({ traceId: "", timeUnixNano: 0n, severityNumber: 0 });
  });
});

describe("a bad record", () => {
  it.each([
    ["a line that is not JSON", `${JSON.stringify(hello)}\nnonsense\n${JSON.stringify(hello)}`],
    ["half a line at the end", `${JSON.stringify(hello)}\n${JSON.stringify(hello)}\n{"message":"hel`],
    ["an entry that is no object", JSON.stringify([hello, 7, hello])],
  ])("is rejected alone when it is %s", (_name, body) => {
    const { records, rejected } = recordsOf(body);
    expect(records).toHaveLength(2);
    expect(rejected).toEqual({ count: 1, message: expect.stringMatching(/^records\.[12]: must be a JSON object$/) });
  });

  it.each([
    ["an empty body", "", "not-json"],
    ["text", "hello there", "not-json"],
    ["lines of text", "hello\nthere\n", "not-json"],
    ["a number", "7", "invalid-batch"],
    ["a list of lists", "[[[1]]]", "invalid-batch"],
    ["a million brackets", "[".repeat(1_000_000), "not-json"],
    ["a million empty objects", `[${"{},".repeat(1_000_000)}{}]`, "too-many-events"],
    ["a million lines", "{}\n".repeat(1_000_000), "too-many-events"],
  ])("is a refusal of all when it is %s", (_name, body, type) => {
    expect(read(body)).toMatchObject({ ok: false, failure: { type } });
  });

  it("is refused when it is not UTF-8", () => {
    const body = new Uint8Array([0x22, 0xff, 0x22]);
    expect(readJsonLogs({ body, receivedAt })).toMatchObject({ ok: false, failure: { type: "not-utf8" } });
  });

  it.each(["{}", "[]", "[{}]"])("is none where nothing was sent: %s", (body) => {
    expect(recordsOf(body)).toEqual({ records: [], rejected: { count: 0, message: "" } });
  });

  it("never throws, whatever JSON it is", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const result = read(text);
        if (!result.ok) expect(["invalid-batch", "not-json"]).toContain(result.failure.type);
      }),
    );
  });
});
