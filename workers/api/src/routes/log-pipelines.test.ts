import { beforeAll, describe, expect, it } from "vitest";
import { ask, errorOf } from "../../test/api.ts";
import { addMember, makeKey, openWorld } from "../../test/world.ts";

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});

type Result = { outcome: string; row: Record<string, unknown> | null; problem: string | null; steps: unknown[] };

const test = (body: unknown, { slug = "shop", headers = world.session } = {}) =>
  ask(`/v1/projects/${slug}/log-pipelines/test`, { headers, body });
const results = async (body: unknown): Promise<Result[]> => {
  const answer = await test(body);
  expect(answer.status).toBe(200);
  return (await answer.json<{ results: Result[] }>()).results;
};

const pipelines = [
  {
    name: "json",
    steps: [
      { kind: "parse", format: "json" },
      ...["timestamp", "severity", "message", "trace"].map((kind) => ({ kind })),
      { kind: "redact", fields: ["ip"], method: "ip-prefix" },
    ],
  },
  { name: "quiet", match: { severityBelow: "info" }, steps: [{ kind: "drop" }] },
];

describe("a line that is tried", () => {
  it("becomes the row that would be stored", async () => {
    const time = new Date(Date.now() - 60_000).toISOString();
    const line = JSON.stringify({
      ...{ level: 40, time, msg: "slow", ip: "192.0.2.7", http: { status: 200 }, tags: ["a"] },
      traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    }).replace("{", '{"id":12345678901234567890,');
    const [result] = await results({ pipelines, lines: [line], service: "cart", attributes: { env: "prod", n: 1 } });
    expect(result).toMatchObject({
      outcome: "stored",
      problem: null,
      row: {
        Timestamp: `${time.replace("T", " ").replace("Z", "")}000000`,
        SeverityNumber: 13,
        SeverityText: "warn",
        ServiceName: "cart",
        Body: "slow",
        TraceId: "4bf92f3577b34da6a3ce929d0e0e4736",
        SpanId: "00f067aa0ba902b7",
        TraceFlags: 1,
        LogAttributes: {
          env: "prod",
          n: "1",
          id: "12345678901234567890",
          ip: "192.0.2.0",
          "http.status": "200",
          tags: '["a"]',
        },
        weight: 1,
      },
    });
    expect(result?.steps[0]).toEqual({ pipeline: "json", step: "json.0.parse", kind: "parse", outcome: "done" });
  });

  it("is dropped, or kept with a time that is too old, or with what could not be read", async () => {
    const lines = ['{"level":"debug"}', '{"time":"2020-01-01T00:00:00Z","msg":"old"}', "plain"];
    const [dropped, old, plain] = await results({ pipelines, lines });
    expect(dropped).toMatchObject({ outcome: "dropped", row: null });
    expect(dropped?.steps.at(-1)).toMatchObject({ pipeline: "quiet", outcome: "dropped" });
    expect(old).toMatchObject({
      outcome: "stored",
      row: { Body: "old", LogAttributes: { "log.time": "2020-01-01T00:00:00.000000000Z" } },
      problem: expect.stringContaining("past"),
    });
    expect(plain).toMatchObject({
      outcome: "stored",
      row: { Body: "plain", LogAttributes: { "log.parse_error": "json.0.parse" }, ServiceName: "test" },
    });
  });

  it("goes through the project's own pipelines where no others are named", async () => {
    const lines = ["a=1 b=2"];
    expect(await results({ lines })).toMatchObject([{ steps: [], row: { LogAttributes: {} } }]);
    const logs = { pipelines: [{ name: "pairs", steps: [{ kind: "parse", format: "logfmt" }] }] };
    const set = await ask("/v1/projects/shop", {
      method: "PATCH",
      headers: world.session,
      body: { settings: { logs } },
    });
    expect(set.status).toBe(200);
    expect(await results({ lines })).toMatchObject([{ row: { LogAttributes: { a: "1", b: "2" } } }]);
  });
});

const step = (format: unknown) => [{ name: "x", steps: [{ kind: "drop" }, { kind: "parse", format }] }];

describe("pipelines that cannot be used", () => {
  it.each([
    [step({ regex: "(?P<a>[" }), "0.steps.1.format.regex", "is no RE2 expression"],
    [step({ regex: "(?P<a>x)\\1" }), "0.steps.1.format.regex", "is no RE2 expression"],
    [step({ regex: "(?P<a>x{900})" }), "0.steps.1.format.regex", "is too complex"],
    [step({ regex: "(x)" }), "0.steps.1.format.regex", "has no named group"],
    [[{ name: "x", match: { body: { regex: "(" } }, steps: [{ kind: "drop" }] }], "0.match.body.regex", "is no RE2"],
    [[{ name: "x", steps: [{ kind: "drop" }, { kind: "sample", rate: 0 }] }], "0.steps.1.rate", "Too small"],
    [[{ name: "x", steps: [{ kind: "explode" }] }], "0.steps.0.kind", "Invalid"],
  ])("are refused by the test and by the settings: %j", async (given, field, message) => {
    const refusal = { type: "invalid-params", message: expect.stringContaining(message) };
    expect(await errorOf(await test({ pipelines: given, lines: ["x"] }))).toMatchObject({
      ...refusal,
      field: `pipelines.${field}`,
    });
    const body = { settings: { logs: { pipelines: given } } };
    const set = await ask("/v1/projects/shop", { method: "PATCH", headers: world.session, body });
    expect(await errorOf(set)).toMatchObject({ ...refusal, field: `settings.logs.pipelines.${field}` });
  });
});

describe("a trial", () => {
  it.each([
    [{ lines: [] }, "lines"],
    [{ lines: Array.from({ length: 101 }, () => "x") }, "lines"],
    [{ lines: ["x".repeat(32_001)] }, "lines.0"],
    [{ lines: ["x"], attributes: { a: null } }, "attributes.a"],
    [{}, "lines"],
  ])("is refused for %j", async (body, field) => {
    expect(await errorOf(await test(body))).toMatchObject({ type: "invalid-params", field });
  });

  it("is for members who may see to the project, and for nobody else", async () => {
    const body = { lines: ["x"] };
    const as = async (headers: Record<string, string>, slug = "shop") => (await test(body, { slug, headers })).status;
    expect(await as(await addMember("member"))).toBe(200);
    expect(await as(await addMember("viewer"))).toBe(403);
    expect(await as({})).toBe(401);
    const { secret } = await makeKey(world.session, "read");
    expect(await as({ authorization: `Bearer ${secret}` })).toBe(403);
    const [others, none] = [await test(body, { slug: "rival" }), await test(body, { slug: "nowhere" })];
    expect(others.status).toBe(403);
    expect(await others.text()).toBe(await none.text());
  });
});
