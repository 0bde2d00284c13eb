import fc from "fast-check";
import { expect, it } from "vitest";
import { anyLogs, anyMetrics, anySpans } from "../test/any-tree.ts";
import { readLogs, readMetrics, readSpans } from "./read.ts";
import type { Logs, Metrics, Spans } from "./tree.ts";
import { writeLogs, writeMetrics, writeSpans } from "./write.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const whole = <Tree>(tree: Tree) => ({ ok: true, value: { tree, rejected: { count: 0, message: "" } } });

it("reads logs back as they were written", () => {
  const check = (logs: Logs) => void expect(readLogs(bytes(writeLogs(logs)), "json")).toEqual(whole(logs));
  fc.assert(fc.property(anyLogs, check));
});

it("reads spans back as they were written", () => {
  const check = (spans: Spans) => void expect(readSpans(bytes(writeSpans(spans)), "json")).toEqual(whole(spans));
  fc.assert(fc.property(anySpans, check));
});

it("reads metrics back as they were written", () => {
  const check = (metrics: Metrics) =>
    void expect(readMetrics(bytes(writeMetrics(metrics)), "json")).toEqual(whole(metrics));
  fc.assert(fc.property(anyMetrics, check));
});
