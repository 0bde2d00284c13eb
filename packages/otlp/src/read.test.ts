import fc from "fast-check";
import { expect, it } from "vitest";
import { anyLogs, anyMetrics, anySpans } from "../test/any-tree.ts";
import { encodeLogs, encodeMetrics, encodeSpans } from "../test/encode-protobuf.ts";
import { anyExportedLogs, anyExportedMetrics, anyExportedSpans, type Exported } from "../test/official.ts";
import { readLogs, readMetrics, readSpans } from "./read.ts";
import type { Logs, Metrics, Spans } from "./tree.ts";

const whole = <Tree>(tree: Tree) => ({ ok: true, value: { tree, rejected: { count: 0, message: "" } } });

it("reads every field of logs in protobuf", () => {
  const check = (logs: Logs) => void expect(readLogs(encodeLogs(logs), "protobuf")).toEqual(whole(logs));
  fc.assert(fc.property(anyLogs, check));
});

it("reads every field of spans in protobuf", () => {
  const check = (spans: Spans) => void expect(readSpans(encodeSpans(spans), "protobuf")).toEqual(whole(spans));
  fc.assert(fc.property(anySpans, check));
});

it("reads every field of metrics in protobuf", () => {
  const check = (metrics: Metrics) =>
    void expect(readMetrics(encodeMetrics(metrics), "protobuf")).toEqual(whole(metrics));
  fc.assert(fc.property(anyMetrics, check));
});

it("reads what the official encoder writes of logs, in protobuf and JSON alike", () => {
  const check = ({ tree, protobuf, json }: Exported<Logs>) => {
    expect(readLogs(protobuf, "protobuf")).toEqual(whole(tree));
    expect(readLogs(json, "json")).toEqual(whole(tree));
  };
  fc.assert(fc.property(anyExportedLogs, check));
});

it("reads what the official encoder writes of spans, in protobuf and JSON alike", () => {
  const check = ({ tree, protobuf, json }: Exported<Spans>) => {
    expect(readSpans(protobuf, "protobuf")).toEqual(whole(tree));
    expect(readSpans(json, "json")).toEqual(whole(tree));
  };
  fc.assert(fc.property(anyExportedSpans, check));
});

it("reads what the official encoder writes of metrics, in protobuf and JSON alike", () => {
  const check = ({ tree, protobuf, json }: Exported<Metrics>) => {
    expect(readMetrics(protobuf, "protobuf")).toEqual(whole(tree));
    expect(readMetrics(json, "json")).toEqual(whole(tree));
  };
  fc.assert(fc.property(anyExportedMetrics, check));
});
