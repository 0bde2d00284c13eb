import { execFile } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

/**
 * Our other children end when their stdin closes, however we end. workerd does not: after `kill -9` it lives on and keeps its
 * ports. So its process id is written down, and the next start with the same data directory ends what is left of the last one.
 */

const pidFile = (dataDir: string): string => join(dataDir, "workerd.pid");

type Process = { pid: number; parent: number; command: string };

export async function rememberWorkerd(dataDir: string): Promise<void> {
  const own = (await processes()).filter(({ parent, command }) => parent === process.pid && isWorkerd(command));
  await writeFile(pidFile(dataDir), own.map(({ pid }) => pid).join("\n"), { mode: 0o600 });
}

/** Ends the workerd of a start that was killed. A process id may have been given to somebody else since, so its name is checked. */
export async function endOrphanedWorkerd(dataDir: string): Promise<void> {
  const text = await readFile(pidFile(dataDir), "utf8").catch(() => "");
  const remembered = new Set(text.split("\n").filter(Boolean).map(Number));
  const left = async () => (await processes()).filter(({ pid, command }) => remembered.has(pid) && isWorkerd(command));
  for (const { pid } of remembered.size > 0 ? await left() : []) process.kill(pid, "SIGKILL");
  while (remembered.size > 0 && (await left()).length > 0) await pause(20);
  await rm(pidFile(dataDir), { force: true });
}

const isWorkerd = (command: string): boolean => command.endsWith("workerd");

/** Empty where there is no `ps`; a port that is still taken is then told by its own line. */
async function processes(): Promise<Process[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,comm="]).catch(() => ({ stdout: "" }));
  return stdout
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.+)$/.exec(line))
    .flatMap((match) =>
      match ? [{ pid: Number(match[1]), parent: Number(match[2]), command: match[3]?.trim() ?? "" }] : [],
    );
}
