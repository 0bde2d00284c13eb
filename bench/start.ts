import { execFileSync } from "node:child_process";
import { spawnStack } from "@perigee/local";
import { family } from "./load/processes.ts";
import { formatTable } from "./load/table.ts";
import type { BenchResult } from "./run.ts";

/**
 * Time from the command to a ready stack with its apps (built before; an empty data directory and no sample data, the part that
 * every start has), and the resident memory of all its processes when idle. Linux only: memory is read from /proc.
 * Floor: starting this Node and doing nothing.
 */

const settleMs = 10_000;

export async function run(): Promise<BenchResult> {
  const floor = nodeStartS();
  const startedAt = performance.now();
  const stack = await spawnStack(["--no-seed"]);
  const readyS = (performance.now() - startedAt) / 1000;
  try {
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    const processes = await family(stack.pid);
    const totalMb = processes.reduce((sum, { residentMb }) => sum + residentMb, 0);
    const table = formatTable([
      ["start", "value"],
      ["ready after, s", readyS],
      ...processes.map(({ name, residentMb }) => [`resident, MB: ${name}`, residentMb]),
      ["resident, MB: all", totalMb],
      ["floor: an empty Node, s", floor],
      ["ratio", readyS / floor],
    ]);
    return { name: "start", figures: { readyS, residentMb: totalMb }, floor, ratio: readyS / floor, table };
  } finally {
    await stack.stop();
  }
}

function nodeStartS(): number {
  const startedAt = performance.now();
  execFileSync(process.execPath, ["-e", "0"]);
  return (performance.now() - startedAt) / 1000;
}
