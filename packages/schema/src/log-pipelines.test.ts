import { describe, expect, it } from "vitest";
import { LogPipeline, LogPipelines, LogStep, regexesOf } from "./log-pipelines.ts";

const pipeline = { name: "nginx", steps: [{ kind: "parse", format: "combined" }] };

describe("a step", () => {
  it.each([
    { kind: "parse", format: "auto" },
    { kind: "parse", format: { regex: "(?P<a>x)" }, from: "line", prefix: "app.", utcOffset: "+05:30" },
    { kind: "rename", fields: { a: "b" } },
    { kind: "set", attributes: { a: 1, b: "x", c: true } },
    { kind: "drop-fields", fields: ["*"] },
    { kind: "redact", fields: ["client.address"], method: "ip-prefix" },
    { kind: "drop" },
    { kind: "sample", rate: 0.0001 },
    { kind: "severity", scale: "syslog", words: { bad: "error" } },
    { kind: "timestamp", format: "epoch-ms" },
    { kind: "trace" },
    { kind: "message", template: "{a}" },
  ])("may be %j", (step) => {
    expect(LogStep.safeParse(step).error).toBeUndefined();
  });

  it.each([
    { kind: "explode" },
    { kind: "parse" },
    { kind: "parse", format: "yaml" },
    { kind: "parse", format: "json", utcOffset: "CET" },
    { kind: "parse", format: { regex: "" } },
    { kind: "rename", fields: { a: "" } },
    { kind: "rename", fields: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, "x"])) },
    { kind: "set", attributes: { a: null } },
    { kind: "set", attributes: { a: "x".repeat(1_001) } },
    { kind: "drop-fields", fields: [] },
    { kind: "redact", fields: ["a"], method: "burn" },
    { kind: "sample", rate: 0 },
    { kind: "sample", rate: 1.1 },
    { kind: "severity", words: { bad: "awful" } },
    { kind: "severity", from: [] },
    { kind: "timestamp", format: "stardate" },
    { kind: "message", template: "x".repeat(501) },
    { kind: "drop", name: "No Good" },
  ])("may not be %j", (step) => {
    expect(LogStep.safeParse(step).success).toBe(false);
  });
});

describe("a pipeline", () => {
  it("matches everything where nothing is said", () => {
    expect(LogPipeline.parse(pipeline).match).toEqual({});
  });

  it.each([
    {
      service: "shop-*",
      attributes: { env: "prod" },
      body: { regex: "GET" },
      severityAtLeast: "warn",
      severityBelow: "fatal",
    },
    { attributes: { env: "*" } },
  ])("may match %j", (match) => {
    expect(LogPipeline.safeParse({ ...pipeline, match }).error).toBeUndefined();
  });

  it.each([{ service: "" }, { body: "GET" }, { severityAtLeast: "loud" }, { attributes: { env: 1 } }])(
    "may not match %j",
    (match) => {
      expect(LogPipeline.safeParse({ ...pipeline, match }).success).toBe(false);
    },
  );

  it.each([[{ name: "No Good" }], [{ steps: [] }], [{ steps: Array.from({ length: 21 }, () => ({ kind: "drop" })) }]])(
    "may not have %j",
    (change) => {
      expect(LogPipeline.safeParse({ ...pipeline, ...change }).success).toBe(false);
    },
  );
});

describe("pipelines", () => {
  it("are at most 20", () => {
    const many = (count: number) => LogPipelines.safeParse(Array.from({ length: count }, () => pipeline)).success;
    expect([many(0), many(20), many(21)]).toEqual([true, true, false]);
  });

  it("have at most 20 expressions", () => {
    const step = { kind: "parse", format: { regex: "(?P<a>x)" } };
    const withSteps = (count: number) =>
      LogPipelines.safeParse([
        { name: "a", match: { body: { regex: "x" } }, steps: Array.from({ length: count }, () => step) },
      ]).success;
    expect([withSteps(19), withSteps(20)]).toEqual([true, false]);
  });

  it("tell where their expressions stand", () => {
    const given = LogPipelines.parse([
      pipeline,
      {
        name: "b",
        match: { body: { regex: "x" } },
        steps: [{ kind: "drop" }, { kind: "parse", format: { regex: "y" } }],
      },
    ]);
    expect(regexesOf(given).map(({ path, mustName }) => [path.join("."), mustName])).toEqual([
      ["1.match.body.regex", false],
      ["1.steps.1.format.regex", true],
    ]);
  });
});
