import { LogPipelines } from "@perigee/schema";
import { describe, expect, it } from "vitest";
import { attributesOf, compile, logsOf, pipelineOf, recordOf } from "../test/records.ts";
import { explainPipelines } from "./compile-pipelines.ts";

const mark = { kind: "set", attributes: { seen: true } };
const isSeen = (match: unknown, record = recordOf("GET /cart 200"), service = "shop-api") =>
  compile(pipelineOf([mark], match))(logsOf([record], service))[0]?.items[0]?.attributes.has("seen");

describe("a pipeline", () => {
  const warning = recordOf("slow", { severityNumber: 13 });
  const tagged = recordOf("x", {
    attributes: new Map<string, string | number>([
      ["env", "prod"],
      ["status", 404],
    ]),
  });

  it.each([
    [{}, warning],
    [{ service: "shop-api" }, warning],
    [{ service: "shop-*" }, warning],
    [{ body: { regex: "GET|POST" } }, undefined],
    [{ body: { regex: "get /CART", ignoreCase: true } }, undefined],
    [{ attributes: { env: "prod", status: "404" } }, tagged],
    [{ attributes: { env: "*", status: "4*" } }, tagged],
    [{ attributes: { "service.name": "shop-api" } }, undefined],
    [{ severityAtLeast: "warn" }, warning],
    [{ severityBelow: "error" }, warning],
    [{ service: "*", severityAtLeast: "debug", severityBelow: "fatal", body: { regex: "^slow$" } }, warning],
  ])("that asks for %j takes the record", (match, record) => {
    expect(isSeen(match, record)).toBe(true);
  });

  it.each([
    [{ service: "shop" }, warning],
    [{ service: "cart-*" }, warning],
    [{ body: { regex: "DELETE" } }, undefined],
    [{ attributes: { env: "dev" } }, tagged],
    [{ attributes: { region: "*" } }, tagged],
    [{ severityAtLeast: "error" }, warning],
    [{ severityBelow: "warn" }, warning],
    [{ severityBelow: "warn" }, recordOf("without one")],
    [{ service: "shop-*", body: { regex: "fast" } }, warning],
  ])("that asks for %j leaves it alone", (match, record) => {
    expect(isSeen(match, record)).toBe(false);
  });

  it("finds no more of a body than its first 4,096 characters", () => {
    const body = { regex: "needle" };
    expect(isSeen({ body }, recordOf(`${" ".repeat(4_000)}needle`))).toBe(true);
    expect(isSeen({ body }, recordOf(`${" ".repeat(5_000)}needle`))).toBe(false);
  });
});

describe("pipelines", () => {
  it("work on what the ones before them left, in their order", () => {
    const run = compile(
      pipelineOf([{ kind: "parse", format: "json" }, { kind: "severity" }], {}, "first"),
      pipelineOf([{ kind: "drop" }], { severityBelow: "info" }, "second"),
      pipelineOf([{ kind: "set", attributes: { third: true } }], {}, "third"),
    );
    const [scoped] = run(logsOf([recordOf('{"level":"debug"}'), recordOf('{"level":"warn"}')]));
    expect(scoped?.items.map(attributesOf)).toEqual([{ third: true }]);
  });

  it("leave what they are given as it is, and hand on what they do not match", () => {
    const [one, other] = [recordOf('{"a":1}'), recordOf("plain", { severityNumber: 9 })];
    const given = logsOf([one, other]);
    const before = structuredClone(given);
    const [scoped] = compile(
      pipelineOf([{ kind: "parse", format: "json" }], { severityBelow: "trace" }),
      pipelineOf([mark], { body: { regex: "a" } }, "b"),
    )(given);
    expect(given).toEqual(before);
    expect(scoped?.items).toHaveLength(2);
    const untouched = compile(pipelineOf([mark], { body: { regex: "^\\{" } }))(given)[0]?.items[1];
    expect(untouched).toBe(other);
    const others = compile(pipelineOf([mark], { service: "cart" }))(given);
    expect(others[0]).toBe(given[0]);
  });

  it("give no resource without records", () => {
    expect(compile(pipelineOf([{ kind: "drop" }]))(logsOf([recordOf("x")]))).toEqual([]);
    expect(compile()(logsOf([recordOf("x")]))).toHaveLength(1);
  });

  it("move a record to the service that its line names", () => {
    const run = compile(pipelineOf([{ kind: "parse", format: "syslog" }]));
    const lines = [
      "Nov 22 10:00:00 web sshd[1]: a",
      "Nov 22 10:00:00 web cron[2]: b",
      "Nov 22 10:00:01 web sshd[1]: c",
      "?",
    ];
    const moved = run(
      logsOf(
        lines.map((line) => recordOf(line)),
        "syslog",
      ),
    );
    expect(
      moved.map(({ resource, items }) => [resource.attributes.get("service.name"), items.map(({ body }) => body)]),
    ).toEqual([
      ["sshd", ["a", "c"]],
      ["cron", ["b"]],
      ["syslog", ["?"]],
    ]);
    expect(moved[0]?.items[0]?.attributes.has("service.name")).toBe(false);
  });

  it("leave an attribute service.name that the sender gave to its record", () => {
    const given = recordOf("x", { attributes: new Map([["service.name", "own"]]) });
    const [scoped] = compile(pipelineOf([mark]))(logsOf([given]));
    expect(scoped?.resource.attributes.get("service.name")).toBe("shop");
    expect(attributesOf(scoped?.items[0])).toEqual({ "service.name": "own", seen: true });
  });

  it("name the step that could not read a record, and go on", () => {
    const run = compile(
      pipelineOf([{ kind: "parse", format: "json" }, mark, { kind: "timestamp", name: "my-time", from: ["body"] }]),
    );
    const record = run(logsOf([recordOf("plain")]))[0]?.items[0];
    expect(attributesOf(record)).toEqual({ "log.parse_error": "my-time", seen: true });
    expect(record).toMatchObject({ body: "plain", timeUnixNano: 0n });
  });

  it("explain what they did", () => {
    const explain = explainPipelines(
      LogPipelines.parse([pipelineOf([{ kind: "parse", format: "json" }, { kind: "drop", name: "gone" }, mark])]),
    );
    expect(explain(logsOf([recordOf("plain")]))).toEqual({
      logs: [],
      steps: [
        { pipeline: "test", step: "test.0.parse", kind: "parse", outcome: "failed" },
        { pipeline: "test", step: "gone", kind: "drop", outcome: "dropped" },
      ],
    });
  });
});
