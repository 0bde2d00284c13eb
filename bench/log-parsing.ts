import { performance } from "node:perf_hooks";
import { compilePipelines } from "../packages/log-parsing/src/index.ts";
import { logsOf, recordOf } from "../packages/log-parsing/test/records.ts";
import { LogPipelines } from "../packages/schema/src/index.ts";
import { formatTable } from "./load/table.ts";
import type { BenchResult } from "./run.ts";

/**
 * Log records through the ready-made pipeline of docs/log-parsing.md, by format, and past a pipeline that does not match: records a second
 * and core, in Node. Floor: JSON.parse of the JSON line. Flag: the seconds for all, 10 by default.
 */

const lines = {
  json: '{"level":30,"time":1795341600000,"pid":17,"hostname":"web-1","msg":"request completed","req":{"method":"GET","url":"/cart","id":"abc"},"res":{"statusCode":200},"responseTime":12.5,"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"}',
  logfmt:
    'time=2026-11-22T10:00:00.123Z level=info msg="request completed" method=GET path=/cart status=200 duration=12ms trace_id=4bf92f3577b34da6a3ce929d0e0e4736',
  combined:
    '203.0.113.7 - - [22/Nov/2026:10:00:00 +0000] "GET /cart?id=7 HTTP/1.1" 200 5123 "https://shop.example/" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"',
  "RFC 5424":
    '<165>1 2026-11-22T10:00:00.003Z web-1 evntslog 1 ID47 [example@32473 iut="3" eventSource="Application"] An application event log entry',
  "RFC 3164": "Nov 22 10:00:00 web-1 sshd[24200]: Failed password for root from 192.0.2.3 port 46577 ssh2",
  prose: "PacketResponder 1 for block blk_38865049064139660 terminating",
};

const kinds = ["timestamp", "severity", "trace", "message"].map((kind) => ({ kind }));
const auto = [{ name: "auto", steps: [{ kind: "parse", format: "auto" }, ...kinds] }];
const unmatched = [{ name: "none", match: { severityAtLeast: "fatal" }, steps: [{ kind: "drop" }] }];
const withRegex = [{ name: "none", match: { body: { regex: "needle|haystack" } }, steps: [{ kind: "drop" }] }];

export function run(flags: string[]): Promise<BenchResult> {
  const seconds = Number(flags.find((flag) => /^\d+$/.test(flag)) ?? 10);
  const jobs: [name: string, work: () => unknown][] = [
    ...Object.entries(lines).map(([name, line]) => [name, pipelined(auto, line)] satisfies (typeof jobs)[number]),
    ["no match: severity", pipelined(unmatched, lines.prose)],
    ["no match: regex", pipelined(withRegex, lines.prose)],
  ];
  const ms = (seconds * 1_000) / (jobs.length + 1);
  const floor = perSecond(() => repeat(() => JSON.parse(lines.json)), ms);
  const figures = Object.fromEntries(jobs.map(([name, work]) => [`${name} perS`, perSecond(work, ms)]));
  const rows = Object.entries({ ...figures, "JSON.parse (floor)": floor }).map(([name, perS]) => [
    name.replace(" perS", ""),
    perS,
  ]);
  const table = formatTable([["what", "per second"], ...rows]);
  const ratio = (figures["json perS"] ?? 0) / floor;
  return Promise.resolve({ name: "log-parsing", figures, floor, ratio, table });
}

const batch = 1_000;

function pipelined(pipelines: unknown[], line: string): () => unknown {
  const apply = compilePipelines(LogPipelines.parse(pipelines));
  const logs = logsOf(Array.from({ length: batch }, () => recordOf(line, { severityNumber: 9 })));
  return () => apply(logs);
}

function repeat(work: () => unknown): void {
  for (let turn = 0; turn < batch; turn++) work();
}

/** Runs batches for so long, the first quarter of it to warm up. */
function perSecond(work: () => unknown, ms: number): number {
  let batches = 0;
  let start = performance.now();
  const end = start + ms;
  for (const warm = start + ms / 4; performance.now() < warm; ) work();
  for (start = performance.now(); performance.now() < end; batches++) work();
  return Math.round((batches * batch * 1_000) / (performance.now() - start));
}
