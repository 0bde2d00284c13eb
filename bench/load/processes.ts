import { readdir, readFile, writeFile } from "node:fs/promises";

/** What a process costs. Linux only: read from /proc. */
export type ProcessCost = { pid: number; name: string; residentMb: number; cpuS: number };

type Entry = ProcessCost & { parent: number };

/** USER_HZ, which is 100 on every Linux that Node runs on (man 5 proc, `utime`). */
const ticksPerS = 100;

/** The process and everything below it. */
export async function family(rootPid: number): Promise<ProcessCost[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const all = (await Promise.all(pids.map(read))).filter((each) => each !== undefined);
  const members = new Set([rootPid]);
  for (let known = 0; known < members.size; ) {
    known = members.size;
    for (const { pid, parent } of all) if (members.has(parent)) members.add(pid);
  }
  return all.filter(({ pid }) => members.has(pid));
}

async function read(pid: number): Promise<Entry | undefined> {
  try {
    const [status, stat, commandLine] = await Promise.all(
      ["status", "stat", "cmdline"].map((file) => readFile(`/proc/${pid}/${file}`, "utf8")),
    );
    // The second field is the command in parentheses and may hold spaces; what follows does not.
    const fields = (stat ?? "").slice((stat ?? "").lastIndexOf(")") + 2).split(" ");
    return {
      pid,
      parent: Number(fields[1]),
      name: nameOf(commandLine ?? ""),
      residentMb: Number(/^VmRSS:\s+(\d+)/m.exec(status ?? "")?.[1] ?? 0) / 1024,
      cpuS: (Number(fields[11]) + Number(fields[12])) / ticksPerS,
    };
  } catch {
    // The process ended while we were looking.
    return undefined;
  }
}

const knownAs: [RegExp, string][] = [
  [/workerd/, "workerd"],
  [/clickhouse-server\/cli\.ts/, "chDB"],
  [/next-server|dist\/bin\/next/, "Next.js"],
  [/local\/src\/cli\.ts/, "stack"],
  [/esbuild/, "esbuild"],
];

const nameOf = (commandLine: string): string =>
  knownAs.find(([pattern]) => pattern.test(commandLine))?.[1] ?? commandLine.split("\0")[0]?.split("/").at(-1) ?? "";

const workerds = async (): Promise<ProcessCost[]> =>
  (await family(process.pid)).filter(({ name }) => name === "workerd");

/** Megabytes that this process's workerds held at most, since they started or since their peak was forgotten. */
export async function workerdPeakMb(): Promise<number> {
  const texts = (await workerds()).map(({ pid }) => readFile(`/proc/${pid}/status`, "utf8"));
  const peaks = (await Promise.all(texts)).map((text) => Number(/^VmHWM:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1_024);
  return peaks.reduce((sum, mb) => sum + mb, 0);
}

/** From here on the peak is what they hold now (man 5 proc, `clear_refs`). */
export async function forgetWorkerdPeak(): Promise<void> {
  await Promise.all((await workerds()).map(({ pid }) => writeFile(`/proc/${pid}/clear_refs`, "5")));
}

/** CPU microseconds that this process's workerds have taken so far. */
export async function workerdMicroseconds(): Promise<number> {
  const all = await Promise.all((await workerds()).map(({ pid }) => threadsMicroseconds(pid)));
  return all.reduce((total, each) => total + each, 0);
}

/** To the nanosecond, where utime has hundredths of a second: schedstat's first field (proc-schedstat in the kernel's documentation). */
async function threadsMicroseconds(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const stats = await Promise.all(threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/schedstat`, "utf8")));
  return stats.reduce((total, stat) => total + Number(stat.split(" ", 1)[0]) / 1_000, 0);
}
