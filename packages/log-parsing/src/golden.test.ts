import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { attributesOf, compile, logsOf, pipelineOf, recordOf } from "../test/records.ts";
import { parseAuto } from "./parse-auto.ts";

const linesOf = (name: string) =>
  readFileSync(new URL(`../test/lines/${name}.log`, import.meta.url), "utf8")
    .trimEnd()
    .split("\n");

const run = (name: string, ...steps: unknown[]) => {
  const records = compile(pipelineOf(steps))(
    logsOf(
      linesOf(name).map((line) => recordOf(line)),
      name,
    ),
  ).flatMap(({ items }) => items);
  return records.map((record) => ({
    time: record.timeUnixNano === 0n ? undefined : new Date(Number(record.timeUnixNano / 1_000_000n)).toISOString(),
    severity: `${record.severityNumber} ${record.severityText}`,
    body: record.body,
    attributes: attributesOf(record),
  }));
};

describe("real logs", () => {
  it("of sshd are syslog", () => {
    const rows = run("OpenSSH", { kind: "parse", format: "auto" });
    expect(rows.every(({ attributes }) => attributes["host.name"] === "LabSZ")).toBe(true);
    expect(rows.every(({ time }) => time?.startsWith("2025-12-10T"))).toBe(true);
    expect(rows[1]).toEqual({
      time: "2025-12-10T07:28:39.000Z",
      severity: "0 ",
      body: "Failed password for root from 112.95.230.3 port 46577 ssh2",
      attributes: { "host.name": "LabSZ", "process.pid": 24_275 },
    });
  });

  it("of Apache's errors are read by an expression", () => {
    const regex = "^\\[(?P<time>[^\\]]+)\\] \\[(?P<level>\\w+)\\] (?P<message>.*)$";
    const rows = run(
      "Apache",
      { kind: "parse", format: { regex } },
      { kind: "timestamp" },
      { kind: "severity" },
      { kind: "message" },
    );
    expect(new Set(rows.map(({ severity }) => severity))).toEqual(new Set(["10 notice", "17 error"]));
    expect(
      rows.every(({ time, attributes }) => time?.startsWith("2005-12-") && Object.keys(attributes).length === 0),
    ).toBe(true);
    expect(rows[3]).toMatchObject({
      time: "2005-12-04T06:41:08.000Z",
      body: "mod_jk child workerEnv in error state 6",
    });
  });

  it("of ZooKeeper are read by an expression", () => {
    const regex =
      "^(?P<time>\\S+ \\S+) - (?P<level>[A-Z]+) +\\[(?P<thread__name>.+):(?P<code__function__name>[^:@\\]]+)@(?P<code__line__number>\\d+)\\] - (?P<message>.*)$";
    const rows = run(
      "Zookeeper",
      { kind: "parse", format: { regex } },
      { kind: "timestamp" },
      { kind: "severity" },
      { kind: "message" },
    );
    expect(rows.every(({ time, severity }) => time?.startsWith("2015-0") && /^(9 INFO|13 WARN)$/.test(severity))).toBe(
      true,
    );
    expect(rows[0]).toEqual({
      time: "2015-07-29T17:41:44.747Z",
      severity: "9 INFO",
      body: "Notification time out: 3200",
      attributes: {
        "thread.name": "QuorumPeer[myid=1]/0:0:0:0:0:0:0:0:2181",
        "code.function.name": "FastLeaderElection",
        "code.line.number": "774",
      },
    });
  });

  it("of HDFS tell their severity, and no format is seen in them or in the others", () => {
    const rows = run("HDFS", { kind: "parse", format: "auto" }, { kind: "severity", from: ["body"] });
    expect(rows.every(({ severity }) => /^(9 INFO|13 WARN)$/.test(severity))).toBe(true);
    expect(rows.every(({ attributes }) => Object.keys(attributes).length === 0)).toBe(true);
    const others = ["HDFS", "Apache", "Zookeeper"].flatMap(linesOf);
    expect(others.filter((line) => parseAuto(line) !== undefined)).toEqual([]);
  });
});
