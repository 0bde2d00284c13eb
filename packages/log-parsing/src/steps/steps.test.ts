import { isKept } from "@perigee/schema";
import { describe, expect, it } from "vitest";
import { attributesOf, changed, compile, logsOf, pipelineOf, recordOf, seenAt } from "../../test/records.ts";

const withAttributes = (attributes: Record<string, string | number | boolean>, body = "x") =>
  recordOf(body, { attributes: new Map(Object.entries(attributes)) });

describe("parse", () => {
  it("takes what the format says of time, severity and message", () => {
    const record = changed(recordOf("<11>Nov 22 10:00:00 web app[7]: broke"), {
      kind: "parse",
      format: "syslog",
      utcOffset: "+01:00",
    });
    expect(record).toMatchObject({ body: "broke", severityNumber: 17, severityText: "err" });
    expect(record?.timeUnixNano).toBe(BigInt(Date.parse("2026-11-22T09:00:00Z")) * 1_000_000n);
  });

  it.each([
    [{ kind: "parse", format: "syslog" }, "<11>Nov 22 10:00:00 web app: broke"],
    [{ kind: "timestamp", from: ["body"] }, "2026-11-22T10:00:00Z"],
  ])(
    "with the time that a line tells keeps the one that it came with, unless somebody observed it: %j",
    (step, line) => {
      const own = BigInt(Date.parse("2026-11-22T11:59:59Z")) * 1_000_000n;
      const told = BigInt(Date.parse("2026-11-22T10:00:00Z")) * 1_000_000n;
      const alone = recordOf(line, { timeUnixNano: own, observedTimeUnixNano: 0n });
      expect(changed(alone, step)).toMatchObject({ timeUnixNano: told, observedTimeUnixNano: own });
      const { observedTimeUnixNano } = recordOf(line);
      expect(changed(recordOf(line, { timeUnixNano: own }), step)).toMatchObject({
        timeUnixNano: told,
        observedTimeUnixNano,
      });
    },
  );

  it("reads an attribute and puts a prefix before the names", () => {
    const record = changed(withAttributes({ line: "a=1 b=2" }), {
      kind: "parse",
      format: "logfmt",
      from: "line",
      prefix: "app.",
    });
    expect(attributesOf(record)).toEqual({ line: "a=1 b=2", "app.a": "1", "app.b": "2" });
    expect(record?.body).toBe("x");
  });

  it("has the named groups of an expression, two underscores for a dot", () => {
    const regex = "(?P<http__request__method>[A-Z]+) (?<path>\\S+)(?: (?P<rest>.+))?";
    expect(
      attributesOf(changed(recordOf("-- get /x"), { kind: "parse", format: { regex, ignoreCase: true } })),
    ).toEqual({
      "http.request.method": "get",
      path: "/x",
    });
    expect(attributesOf(changed(recordOf("nothing"), { kind: "parse", format: { regex } }))).toEqual({
      "log.parse_error": "test.0.parse",
    });
  });

  it("flattens a body that is a map already", () => {
    const body = new Map<string, string | Map<string, number>>([
      ["msg", "m"],
      ["http", new Map([["status", 200]])],
    ]);
    expect(attributesOf(changed(recordOf(body), { kind: "parse", format: "json" }))).toEqual({
      msg: "m",
      "http.status": 200,
    });
  });

  it.each([
    ['{"a":1}', "a"],
    ["<13>hello", "syslog.facility"],
    ["Nov 22 10:00:00 web sshd[1]: x", "host.name"],
    ['1.2.3.4 - - [22/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5', "url.path"],
    ["level=info n=1", "level"],
  ])("finds the format of %j by itself", (line, attribute) => {
    expect(attributesOf(changed(recordOf(line), { kind: "parse", format: "auto" }))).toHaveProperty([attribute]);
  });

  it("leaves prose alone, and a record without what it is to read", () => {
    expect(attributesOf(changed(recordOf("it works"), { kind: "parse", format: "auto" }))).toEqual({});
    expect(attributesOf(changed(recordOf("x"), { kind: "parse", format: "json", from: "line" }))).toEqual({});
    expect(attributesOf(changed(recordOf(null), { kind: "parse", format: "json" }))).toEqual({});
  });

  it("fails for a body of another kind", () => {
    expect(attributesOf(changed(recordOf(5), { kind: "parse", format: "logfmt" }))).toHaveProperty(["log.parse_error"]);
  });
});

describe("attributes", () => {
  const given = withAttributes({ a: 1, b: 2, "http.path": "/", "http.status": 200 });

  it.each([
    [
      { kind: "rename", fields: { a: "c", missing: "d" } },
      { c: 1, b: 2, "http.path": "/", "http.status": 200 },
    ],
    [
      { kind: "rename", fields: { a: "b", b: "a" } },
      { a: 2, b: 1, "http.path": "/", "http.status": 200 },
    ],
    [
      { kind: "set", attributes: { a: "new", e: true } },
      { a: "new", b: 2, e: true, "http.path": "/", "http.status": 200 },
    ],
    [
      { kind: "set", attributes: { a: "new", e: true }, overwrite: false },
      { a: 1, b: 2, e: true, "http.path": "/", "http.status": 200 },
    ],
    [{ kind: "drop-fields", fields: ["a", "http.*"] }, { b: 2 }],
    [
      { kind: "keep-fields", fields: ["a", "http.s*"] },
      { a: 1, "http.status": 200 },
    ],
    [
      { kind: "redact", fields: ["http.*"] },
      { a: 1, b: 2, "http.path": "***", "http.status": "***" },
    ],
  ] as const)("are changed by %j", (step, expected) => {
    const { fields, ...rest } = step as { fields?: readonly string[] };
    const copy = fields ? { ...rest, fields: Array.isArray(fields) ? [...fields] : fields } : rest;
    const record = compile(pipelineOf([copy]))(logsOf([given]))[0]?.items[0];
    expect(attributesOf(record)).toEqual(expected);
  });

  it.each([
    ["192.0.2.77", "192.0.2.0"],
    ["2001:db8:1:2::77", "2001:db8:1::"],
    ["2001:db8::1", "2001:db8:0::"],
    ["::1", "0:0:0::"],
    ["fe80::1:2:3", "fe80:0:0::"],
    ["shop.example", "***"],
    ["1.2.3", "***"],
    ["", "***"],
  ])("that are addresses keep their network: %s", (address, prefix) => {
    const record = changed(withAttributes({ ip: address }), { kind: "redact", fields: ["ip"], method: "ip-prefix" });
    expect(attributesOf(record)).toEqual({ ip: prefix });
  });
});

describe("fields of the record", () => {
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  const spanId = "00f067aa0ba902b7";

  it("are filled from the first attribute that can be read, which is taken out", () => {
    const given = withAttributes({
      level: "odd",
      severity: "WARN",
      ts: 1_700_000_000,
      msg: "hello",
      trace_id: traceId,
      span_id: spanId,
    });
    const record = changed(given, { kind: "severity" }, { kind: "timestamp" }, { kind: "message" }, { kind: "trace" });
    expect(record).toMatchObject({ severityNumber: 13, severityText: "WARN", body: "hello", traceId, spanId });
    expect(record?.timeUnixNano).toBe(1_700_000_000_000_000_000n);
    expect(attributesOf(record)).toEqual({ level: "odd" });
  });

  it("stay where there is nothing to read", () => {
    const given = withAttributes({ other: "WARN" });
    const record = changed(given, { kind: "severity" }, { kind: "timestamp" }, { kind: "message" }, { kind: "trace" });
    expect(record).toEqual(given);
  });

  it.each([
    ["severity", { level: "great" }],
    ["timestamp", { time: "tomorrow" }],
    ["trace", { trace_id: "none" }],
    ["trace", { span_id: "none" }],
    ["trace", { trace_id: "4bf92f3577b34da6a3ce929d0e0e4736", span_id: "none" }],
  ] as const)("of %s are not guessed from %j", (kind, attributes) => {
    const record = changed(withAttributes(attributes), { kind });
    expect(attributesOf(record)).toEqual({ ...attributes, "log.parse_error": `test.0.${kind}` });
  });

  it("come from a traceparent, flags and all", () => {
    const record = changed(withAttributes({ traceparent: `00-${traceId}-${spanId}-01` }), { kind: "trace" });
    expect(record).toMatchObject({ traceId, spanId, flags: 1 });
  });

  it("know words of one's own, and the words of a plain body", () => {
    const own = { kind: "severity", from: ["state"], words: { kaputt: "error" } } as const;
    expect(changed(withAttributes({ state: "Kaputt" }), { ...own, from: [...own.from] })).toMatchObject({
      severityNumber: 17,
      severityText: "Kaputt",
    });
    expect(changed(recordOf("[notice] started"), { kind: "severity", from: ["body"] })).toMatchObject({
      severityNumber: 10,
      body: "[notice] started",
    });
  });

  it("may be a body made of attributes", () => {
    const given = withAttributes({ "http.request.method": "GET", "url.path": "/cart", n: 5 });
    const template = "{http.request.method} {url.path} {n}{missing}!";
    const record = changed(given, { kind: "message", template });
    expect(record?.body).toBe("GET /cart 5!");
    expect(attributesOf(record)).toHaveProperty(["url.path"]);
    expect(changed(recordOf("as it was"), { kind: "message", template })?.body).toBe("as it was");
  });
});

describe("sample", () => {
  const hex = (n: number) => n.toString(16).padStart(32, "0");
  const records = Array.from({ length: 4_000 }, (_, n) => recordOf(`line ${n}`, { traceId: n % 2 ? hex(n) : "" }));
  const sampled = (...rates: number[]) =>
    compile(pipelineOf(rates.map((rate) => ({ kind: "sample", rate }))))(logsOf(records))[0]?.items ?? [];

  it("keeps traces whole, by the same hash as everything of a trace", () => {
    const kept = sampled(0.25).filter(({ traceId }) => traceId !== "");
    expect(kept.map(({ traceId }) => traceId)).toEqual(
      records.map(({ traceId }) => traceId).filter((id) => id && isKept(id, 0.25)),
    );
    expect(new Set(kept.map(({ weight }) => weight))).toEqual(new Set([4]));
  });

  it.each([[[0.25]], [[0.5, 0.25]], [[0.25, 0.5]]])("at %j keeps the sum of weights", (rates) => {
    // Of 4,000 records at least 500 stay, so that the sum is off by less than a fifth in five standard deviations.
    const sum = sampled(...rates).reduce((total, { weight = 1 }) => total + weight, 0);
    expect(Math.abs(sum / records.length - 1)).toBeLessThan(0.2);
  });

  it("comes to the same verdict again", () => {
    expect(sampled(0.25)).toEqual(sampled(0.25));
  });

  it("keeps everything at 1", () => {
    expect(sampled(1)).toHaveLength(records.length);
  });

  it("drops what is dropped", () => {
    expect(
      changed(recordOf("x", { observedTimeUnixNano: BigInt(Date.parse(seenAt)) }), { kind: "drop" }),
    ).toBeUndefined();
  });
});
