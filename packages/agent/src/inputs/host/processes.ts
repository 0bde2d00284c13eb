import type { Metric } from "@perigee/otlp";
import { type Attributes, counter, gauge, type Interval, type Observation, upDownCounter } from "../instruments.ts";
import type { HostFiles } from "./host-files.ts";
import type { Part } from "./part.ts";
import { parseProcStat } from "./proc-stat.ts";
import { type Chosen, chooseTop } from "./process-choice.ts";
import { type ProcessStat, parsePasswd, parseProcessStat, parseProcessStatus } from "./process-stat.ts";

const count = upDownCounter("system.process.count", "{process}", "Processes by state.");
const created = counter("system.process.created", "{process}", "Processes that were started.");
const cpuTime = counter("process.cpu.time", "s", "CPU time of the process by mode.");
const cpuUtilization = gauge("process.cpu.utilization", "1", "Part of all CPUs' time that the process took.");
const memoryUsage = upDownCounter("process.memory.usage", "By", "Physical memory of the process.");
const memoryVirtual = upDownCounter("process.memory.virtual", "By", "Virtual memory of the process.");
const threadCount = upDownCounter("process.thread.count", "{thread}", "Threads of the process.");
const fileCount = upDownCounter(
  "process.open_file_descriptor.count",
  "{file_descriptor}",
  "Open files of the process.",
);

/** Files of processes that are read at the same time. */
const readAtOnce = 64;
const mostCommandLineChars = 1_000;
const nanosPerSecond = 1e9;

type Options = { top: number; commandLines: boolean };

/**
 * All processes are counted; those that take most CPU and most memory are told of one by one.
 * https://opentelemetry.io/docs/specs/semconv/system/process-metrics/
 */
export function processesPart(options: Options): Part {
  let last: { processes: ProcessStat[]; time: bigint } | undefined;
  return async (files, interval) => {
    const [stat = "", passwd = "", processes] = await Promise.all([
      files.text("proc/stat"),
      files.text("etc/passwd"),
      readProcesses(files),
    ]);
    const { cpus, processesCreated } = parseProcStat(stat);
    const elapsedSeconds = last ? Number(interval.time - last.time) / nanosPerSecond : 0;
    const cpuSeconds = elapsedSeconds * Math.max(1, cpus.length - 1);
    const chosen = chooseTop(last?.processes ?? [], processes, options.top);
    last = { processes, time: interval.time };
    const users = parsePasswd(passwd);
    const details = await Promise.all(chosen.map((each) => detailsOf(files, each, { ...options, users })));
    return [
      count(interval, byState(processes)),
      created(interval, processesCreated === undefined ? [] : [{ value: processesCreated }]),
      ...perProcess(
        details.filter((each) => each !== undefined),
        interval,
        cpuSeconds,
      ),
    ].filter(({ data }) => data.points.length > 0);
  };
}

/** A process that ends while its files are read is left out. */
async function readProcesses(files: HostFiles): Promise<ProcessStat[]> {
  const pids = (await files.names("proc")).filter((name) => /^\d+$/.test(name));
  const found: ProcessStat[] = [];
  for (let at = 0; at < pids.length; at += readAtOnce) {
    const texts = await Promise.all(pids.slice(at, at + readAtOnce).map((pid) => files.text(`proc/${pid}/stat`)));
    for (const text of texts) {
      const process = text === undefined ? undefined : parseProcessStat(text);
      if (process) found.push(process);
    }
  }
  return found;
}

function byState(processes: ProcessStat[]): Observation[] {
  const counts = new Map<string, number>();
  for (const { state } of processes) counts.set(state, (counts.get(state) ?? 0) + 1);
  return Array.from(counts, ([state, value]) => ({ value, attributes: { "process.state": state } }));
}

type Details = Chosen & {
  attributes: Attributes;
  residentBytes: number;
  virtualBytes: number;
  openFiles: number;
};

async function detailsOf(
  files: HostFiles,
  chosen: Chosen,
  { commandLines, users }: Options & { users: Map<string, string> },
): Promise<Details | undefined> {
  const { pid, name } = chosen.process;
  const at = `proc/${pid}`;
  const [status, executable, descriptors, command = ""] = await Promise.all([
    files.text(`${at}/status`),
    files.linkTarget(`${at}/exe`),
    files.names(`${at}/fd`),
    commandLines ? files.text(`${at}/cmdline`) : undefined,
  ]);
  if (status === undefined) return undefined;
  const { uid, ...memory } = parseProcessStatus(status);
  const attributes = {
    "process.pid": pid,
    // The link may be read for our own user's processes only; it ends in a remark when the file was replaced.
    "process.executable.name":
      executable
        ?.replace(/ \(deleted\)$/, "")
        .split("/")
        .at(-1) || name,
    "process.owner": users.get(uid) ?? (uid || undefined),
    "process.command_line": command.replaceAll("\0", " ").trim().slice(0, mostCommandLineChars) || undefined,
  };
  return { ...chosen, ...memory, attributes, openFiles: descriptors.length };
}

function perProcess(all: Details[], interval: Interval, cpuSeconds: number): Metric[] {
  const each = (of: (details: Details) => number): Observation[] =>
    all.map((details) => ({ value: of(details), attributes: details.attributes, since: sinceOf(details, interval) }));
  return [
    cpuTime(
      interval,
      all.flatMap((details) => cpuByMode(details, sinceOf(details, interval))),
    ),
    cpuUtilization(
      interval,
      cpuSeconds === 0
        ? []
        : all.flatMap(({ attributes, spentSeconds }) =>
            spentSeconds === undefined ? [] : [{ value: spentSeconds / cpuSeconds, attributes }],
          ),
    ),
    memoryUsage(
      interval,
      each(({ residentBytes }) => residentBytes),
    ),
    memoryVirtual(
      interval,
      each(({ virtualBytes }) => virtualBytes),
    ),
    threadCount(
      interval,
      each(({ process }) => process.threads),
    ),
    // A process has at least one open file, so none means that we may not look.
    fileCount(
      interval,
      each(({ openFiles }) => openFiles).filter(({ value }) => value > 0),
    ),
  ];
}

const sinceOf = ({ process }: Chosen, { since }: Interval): bigint =>
  since + BigInt(Math.round(process.startSeconds * 1000)) * 1_000_000n;

const cpuByMode = ({ process, attributes }: Details, since: bigint): Observation[] => [
  { value: process.userSeconds, attributes: { ...attributes, "cpu.mode": "user" }, since },
  { value: process.systemSeconds, attributes: { ...attributes, "cpu.mode": "system" }, since },
];
