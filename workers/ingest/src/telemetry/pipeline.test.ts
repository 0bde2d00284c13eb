import type { LogRecord, Span } from "@perigee/otlp";
import { isKept, limits } from "@perigee/schema";
import { describe, expect, it } from "vitest";
import { queued, rowsOf } from "../../test/batches.ts";
import { partialSuccessOf } from "../../test/otlp-answer.ts";
import {
  gaugeOf,
  logRecord,
  logsOf,
  newTraceId,
  nowNanos,
  postLogs,
  postMetrics,
  postSpans,
  type Sending,
  serverKey,
  span,
  spansOf,
} from "../../test/telemetry.ts";

const card = "4111 1111 1111 1111";
const mail = "ann@shop.example";

async function logRow(record: Partial<LogRecord>, settings: object = {}, resource: Record<string, string> = {}) {
  const { apiKey, projectId } = await serverKey(settings);
  await postLogs(logsOf([logRecord(record)], resource), { apiKey });
  return rowsOf(await queued(projectId), "otel_logs")[0];
}

async function spanRow(overrides: Partial<Span>, settings: object = {}) {
  const { apiKey, projectId } = await serverKey(settings);
  await postSpans(spansOf([span(overrides)]), { apiKey });
  return rowsOf(await queued(projectId), "otel_traces")[0];
}

async function gaugeRow(settings: object) {
  const { apiKey, projectId } = await serverKey(settings);
  const metrics = gaugeOf("carts", [{ attributes: new Map([["user", mail]]) }]);
  for (const { items } of metrics) for (const metric of items) metric.metadata.set("owner", mail);
  await postMetrics(metrics, { apiKey });
  return rowsOf(await queued(projectId), "otel_metrics_gauge")[0];
}

const rules = (selector: string) => ({
  redaction: { defaults: false, rules: [{ name: "own", selector, pattern: { whole: true }, method: "mask" }] },
});

describe("redaction", () => {
  it("masks what presets find in the body, however deep, and says how often", async () => {
    const body = new Map([["user", [mail, new Map([["card", card]])]]]);
    const row = await logRow({ body });
    expect(row).toMatchObject({
      Body: JSON.stringify({ user: ["***", { card: "***" }] }),
      redacted: { "email:body": 1, "card:body": 1 },
    });
  });

  it("masks attributes, their keys and numbers", async () => {
    const attributes = new Map<string, string | number>([
      ["user.email", mail],
      [mail, "x"],
      ["card", 4_111_111_111_111_111],
      ["count", 7],
    ]);
    const row = await logRow({ attributes });
    expect(row).toMatchObject({
      LogAttributes: { "user.email": "***", "***": "x", card: "***", count: "7" },
      redacted: { "email:attributes.user.email": 1, "email:attributes": 1, "card:attributes.card": 1 },
    });
  });

  it("masks what a resource says in each of its records, but never the name of the service", async () => {
    const row = await logRow({}, {}, { "service.name": mail, owner: mail });
    expect(row).toMatchObject({
      ServiceName: mail,
      ResourceAttributes: { "service.name": mail, owner: "***" },
      redacted: { "email:resource.owner": 1 },
    });
  });

  it("masks names, events, links and the status of spans", async () => {
    const attributes = () => new Map([["to", mail]]);
    const row = await spanRow({
      name: `GET /user/${mail}`,
      statusCode: 2,
      statusMessage: `no ${mail}`,
      attributes: attributes(),
      events: [{ timeUnixNano: nowNanos(), name: mail, attributes: attributes(), droppedAttributesCount: 0 }],
      links: [
        {
          traceId: newTraceId(),
          spanId: newTraceId().slice(16),
          traceState: "",
          attributes: attributes(),
          droppedAttributesCount: 0,
          flags: 0,
        },
      ],
    });
    expect(JSON.stringify(row)).not.toContain(mail);
    expect(row?.["redacted"]).toEqual({
      "email:name": 1,
      "email:statusMessage": 1,
      "email:attributes.to": 1,
      "email:events.name": 1,
      "email:events.attributes.to": 1,
      "email:links.attributes.to": 1,
    });
  });

  it("masks the keys that a resource's entities name as in its attributes, and counts them once", async () => {
    const { apiKey, projectId } = await serverKey();
    const logs = logsOf([logRecord({})], { [mail]: "x" });
    const ref = { schemaUrl: "", type: "user", idKeys: [mail, "service.name"], descriptionKeys: [mail] };
    for (const { resource } of logs) resource.entityRefs = [ref];
    await postLogs(logs, { apiKey });
    expect(rowsOf(await queued(projectId), "otel_logs")).toMatchObject([
      {
        ResourceAttributes: { "***": "x" },
        "ResourceEntityRefs.Type": ["user"],
        "ResourceEntityRefs.IdKeys": [["***", "service.name"]],
        "ResourceEntityRefs.DescriptionKeys": [["***"]],
        redacted: { "email:resource": 1 },
      },
    ]);
  });

  it("masks the attributes of metrics and their metadata", async () => {
    expect(await gaugeRow({})).toMatchObject({ Attributes: { user: "***" }, MetricMetadata: { owner: "***" } });
  });

  it.each([
    ["attributes.*", { Attributes: { user: "***" }, MetricMetadata: { owner: mail } }],
    ["metadata.owner", { Attributes: { user: mail }, MetricMetadata: { owner: "***" } }],
  ])("takes out of a metric what a project's rule selects by %s, and nothing else", async (selector, expected) => {
    expect(await gaugeRow(rules(selector))).toMatchObject(expected);
  });

  it.each([
    ["body", { Body: "***", LogAttributes: { "a.b": "x", c: "y" } }],
    ["attributes.a.b", { Body: "hello", LogAttributes: { "a.b": "***", c: "y" } }],
    ["attributes.*", { Body: "hello", LogAttributes: { "a.b": "***", c: "***" } }],
    ["resource.host.name", { Body: "hello", ResourceAttributes: { "service.name": "api", "host.name": "***" } }],
  ])("takes out what a project's rule selects by %s, and nothing else", async (selector, expected) => {
    const attributes = new Map([
      ["a.b", "x"],
      ["c", "y"],
    ]);
    expect(await logRow({ attributes }, rules(selector), { "host.name": "web-1" })).toMatchObject(expected);
  });
});

describe("log pipelines of a project", () => {
  const parseJson = (service?: string) => ({
    logs: {
      pipelines: [{ name: "json", match: { ...(service && { service }) }, steps: [{ kind: "parse", format: "json" }] }],
    },
  });

  it("read its logs before anything is redacted", async () => {
    const row = await logRow({ body: JSON.stringify({ message: "hi", user: mail }) }, parseJson());
    expect(row).toMatchObject({ LogAttributes: { user: "***" } });
  });

  it("leave those alone that they do not match", async () => {
    const body = JSON.stringify({ message: "hi" });
    expect(await logRow({ body }, parseJson("other"))).toMatchObject({ Body: body, LogAttributes: {} });
  });
});

const rate = 0.25;
const sampling = { sampling: { rate, slowMs: 1_000 } };
const trace = (isWanted: boolean): string => {
  const id = newTraceId();
  return isKept(id, rate) === isWanted ? id : trace(isWanted);
};

describe("sampling", () => {
  it("keeps a trace whole, spans and logs, each standing for 1 / rate", async () => {
    const { apiKey, projectId } = await serverKey(sampling);
    const traceId = trace(true);
    await postSpans(spansOf([span({ traceId }), span({ traceId })]), { apiKey });
    await postLogs(logsOf([logRecord({ traceId })]), { apiKey });
    const messages = await queued(projectId, 2);
    const weights = [...rowsOf(messages, "otel_traces"), ...rowsOf(messages, "otel_logs")].map((row) => row["weight"]);
    expect(weights).toEqual([4, 4, 4]);
  });

  it("drops a trace whole but for errors and slow spans, which stand for themselves, and answers that all is well", async () => {
    const { apiKey, projectId } = await serverKey(sampling);
    const traceId = trace(false);
    const spans = [
      span({ traceId, name: "dropped" }, 999),
      span({ traceId, name: "slow" }, 1_001),
      span({ traceId, name: "failed", statusCode: 2 }),
    ];
    const logs = [
      logRecord({ traceId, body: "dropped", severityNumber: 16 }),
      logRecord({ traceId, body: "failed", severityNumber: 17 }),
      logRecord({ body: "of no trace" }),
    ];
    expect(await (await postSpans(spansOf(spans), { apiKey })).json()).toEqual({});
    expect(await (await postLogs(logsOf(logs), { apiKey })).json()).toEqual({});
    const messages = await queued(projectId, 2);
    expect(rowsOf(messages, "otel_traces").map((row) => [row["SpanName"], row["weight"]])).toEqual([
      ["slow", 1],
      ["failed", 1],
    ]);
    expect(rowsOf(messages, "otel_logs").map((row) => [row["Body"], row["weight"]])).toEqual([
      ["failed", 1],
      ["of no trace", 1],
    ]);
  });

  it.each([
    [0.5, 4, 8],
    [0.125, 8, 32],
  ])(
    "of what was sampled at %d before counts a log by the lower rate and a span by both",
    async (earlier, ofLog, ofSpan) => {
      const { apiKey, projectId } = await serverKey(sampling);
      const traceId = trace(true);
      await postSpans(spansOf([span({ traceId, weight: 1 / earlier })]), { apiKey });
      await postLogs(logsOf([logRecord({ traceId, weight: 1 / earlier })]), { apiKey });
      const messages = await queued(projectId, 2);
      expect(rowsOf(messages, "otel_logs")).toMatchObject([{ weight: ofLog }]);
      expect(rowsOf(messages, "otel_traces")).toMatchObject([{ weight: ofSpan }]);
    },
  );

  it("never drops metrics", async () => {
    const { apiKey, projectId } = await serverKey({ sampling: { rate: 0.0001 } });
    await postMetrics(gaugeOf("carts", [{}, {}, {}]), { apiKey });
    expect(rowsOf(await queued(projectId), "otel_metrics_gauge")).toHaveLength(3);
  });
});

/** Text that gzip cannot shorten much. */
const noise = (chars: number): string =>
  Array.from({ length: chars }, () => String.fromCharCode(0x4e00 + Math.floor(Math.random() * 20_000))).join("");

describe("messages of a request", () => {
  /** As instrumentation of a web service sets them; ids and times compress to nothing. */
  const attributes = (n: number) =>
    new Map<string, string | number>([
      ["http.request.method", "GET"],
      ["http.route", `/product/${n % 7}`],
      ["http.response.status_code", 200],
      ["url.path", `/product/${n % 400}`],
      ["client.address", `10.0.${n % 256}.7`],
      [
        "user_agent.original",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0",
      ],
    ]);
  const resource = { "service.version": "1.4.2", "host.name": "web-3.eu.example", "telemetry.sdk.language": "nodejs" };
  const thousand = <Item>(make: (n: number) => Item): Item[] => Array.from({ length: 1_000 }, (_, n) => make(n));
  const senders = {
    otel_logs: (sending: Sending) =>
      postLogs(
        logsOf(
          thousand((n) =>
            logRecord({ body: `${n} took ${n * 3} ms`, traceId: newTraceId(), attributes: attributes(n) }),
          ),
          resource,
        ),
        sending,
      ),
    otel_traces: (sending: Sending) =>
      postSpans(
        spansOf(
          thousand((n) => span({ attributes: attributes(n) })),
          resource,
        ),
        sending,
      ),
    otel_metrics_gauge: (sending: Sending) =>
      postMetrics(
        gaugeOf(
          "carts",
          thousand((n) => ({ value: n / 7, attributes: attributes(n) })),
        ),
        sending,
      ),
  };
  const tables = Object.keys(senders) as (keyof typeof senders)[];

  it.each(tables.flatMap((table) => (["json", "protobuf"] as const).map((encoding) => ({ table, encoding }))))(
    "are one for 1,000 records of $table in $encoding",
    async ({ table, encoding }) => {
      const { apiKey, projectId } = await serverKey();
      const response = await senders[table]({ apiKey, encoding });
      expect([response.status, await partialSuccessOf(response)]).toEqual([200, undefined]);
      const messages = await queued(projectId);
      expect(messages.map(({ segments }) => segments.map(({ rows }) => rows))).toEqual([[1_000]]);
      expect(rowsOf(messages, table)).toHaveLength(1_000);
    },
  );

  it("are several where one would be larger than the queue takes; no row is lost or doubled", async () => {
    const { apiKey, projectId } = await serverKey();
    const records = Array.from({ length: 300 }, (_, n) => logRecord({ body: `${n} ${noise(1_000)}` }));
    await postLogs(logsOf(records), { apiKey });
    const messages = await queued(projectId, 6);
    // Halves of halves would be eight.
    expect(messages.length).toBeLessThan(8);
    for (const { segments } of messages) {
      expect(segments.reduce((sum, { gzip }) => sum + gzip.byteLength, 0)).toBeLessThan(limits.queueMessageBytes);
    }
    const rows = rowsOf(messages, "otel_logs");
    expect(rows.map((row) => row["Body"]).sort()).toEqual(records.map(({ body }) => body).sort());
    const places = rows.map((row) => `${row["message_id"]} ${row["seq"]}`);
    expect(new Set(places).size).toBe(records.length);
  });

  it("leave out a record that no message can hold, and say so", async () => {
    const { apiKey, projectId } = await serverKey();
    const response = await postLogs(logsOf([logRecord(), logRecord({ body: noise(60_000) }), logRecord()]), { apiKey });
    expect(await response.json()).toEqual({
      partialSuccess: { rejectedLogRecords: "1", errorMessage: expect.stringContaining("when compressed") },
    });
    expect(rowsOf(await queued(projectId, 2), "otel_logs").map((row) => row["Body"])).toEqual(["hello", "hello"]);
  });

  it("are the same when the request is sent again, and other ones for another", async () => {
    const { apiKey, projectId } = await serverKey();
    const request = logsOf([logRecord()]);
    for (const logs of [request, request, logsOf([logRecord({ body: "other" })])]) {
      expect((await postLogs(logs, { apiKey })).status).toBe(200);
    }
    const rows = rowsOf(await queued(projectId, 2), "otel_logs");
    expect(rows.map((row) => row["Body"]).sort()).toEqual(["hello", "other"]);
  });

  it("are marked as perhaps stored before where their records are older than this isolate's memory", async () => {
    const { apiKey, projectId } = await serverKey();
    await postLogs(logsOf([logRecord()]), { apiKey });
    await postLogs(logsOf([logRecord({ timeUnixNano: nowNanos() - 3_600_000_000_000n })]), { apiKey });
    const messages = await queued(projectId, 2);
    expect(messages.map(({ retried }) => retried === true).sort()).toEqual([false, true]);
  });
});
