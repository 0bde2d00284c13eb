import { readdir, readFile } from "node:fs/promises";
import { spawnStack } from "@perigee/local";
import { formatTable } from "./load/table.ts";
import type { BenchResult } from "./run.ts";

/**
 * Time from the command to a ready stack with its apps (built before; an empty data directory and no sample data, the part that
 * every start has), and the resident memory of all its processes when idle. Linux only: memory is read from /proc.
 * Floor: starting this Node and doing nothing.
 */

const settleMs = 10_000;

export async function run(): Promise<BenchResult> {
  const floor = await nodeStartS();
  const startedAt = performance.now();
  const stack = await spawnStack(["--no-seed"]);
  const readyS = (performance.now() - startedAt) / 1000;
  try {
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    const processes = await residentMb(stack.pid);
    const totalMb = processes.reduce((sum, { mb }) => sum + mb, 0);
    const table = formatTable([
      ["start", "value"],
      ["ready after, s", readyS],
      ...processes.map(({ name, mb }) => [`resident, MB: ${name}`, mb]),
      ["resident, MB: all", totalMb],
      ["floor: an empty Node, s", floor],
      ["ratio", readyS / floor],
    ]);
    return { name: "start", figures: { readyS, residentMb: totalMb }, floor, ratio: readyS / floor, table };
  } finally {
    await stack.stop();
  }
}

async function nodeStartS(): Promise<number> {
  const { execFileSync } = await import("node:child_process");
  const startedAt = performance.now();
  execFileSync(process.execPath, ["-e", "0"]);
  return (performance.now() - startedAt) / 1000;
}

async function residentMb(rootPid: number): Promise<{ name: string; mb: number }[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const processes = await Promise.all(pids.map(readProcess));
  const family = new Set([rootPid]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const each of processes) {
      if (each && family.has(each.parent) && !family.has(each.pid)) grown = Boolean(family.add(each.pid));
    }
  }
  return processes
    .filter((each) => each !== undefined && family.has(each.pid))
    .map((each) => ({ name: each?.name ?? "", mb: each?.mb ?? 0 }));
}

async function readProcess(
  pid: number,
): Promise<{ pid: number; parent: number; name: string; mb: number } | undefined> {
  try {
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
    const command = (await readFile(`/proc/${pid}/cmdline`, "utf8")).split("\0");
    const script = command.find((part, index) => index > 0 && /\.(ts|js|mjs)$|next$/.test(part)) ?? command[0] ?? "";
    return { pid, parent: field("PPid"), name: script.split("/").slice(-2).join("/"), mb: field("VmRSS") / 1024 };
  } catch {
    // The process ended while we were looking.
    return undefined;
  }
}
