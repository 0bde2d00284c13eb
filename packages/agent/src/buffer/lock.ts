import { mkdir, readFile, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Thrown at start, with a message for the person who started the agent. */
export class BufferRefused extends Error {}

type Owner = { pid: number; startedAt: string };

/**
 * Keeps a second agent out of a folder. A process that was killed leaves its lock behind: its number may by then be another process's
 * (in a container it always is, 1), so the lock also holds when that process was started.
 * @returns the function that gives the folder free again.
 */
export async function lockFolder(dir: string): Promise<() => Promise<void>> {
  const path = join(dir, "lock");
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    if (!(await claim(path))) {
      const owner = await readOwner(path);
      if (owner && (await isRunning(owner))) throw new BufferRefused(takenMessage(dir, owner.pid));
      await unlink(path);
      if (!(await claim(path))) throw new BufferRefused(takenMessage(dir, undefined));
    }
  } catch (cause) {
    if (cause instanceof BufferRefused) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BufferRefused(`The buffer's folder cannot be used: ${reason}. Give another one as buffer.dir.`, {
      cause,
    });
  }
  return () => unlink(path);
}

async function claim(path: string): Promise<boolean> {
  const own: Owner = { pid: process.pid, startedAt: await startOf(process.pid) };
  try {
    await writeFile(path, JSON.stringify(own), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    // Killed while it wrote its lock.
    return undefined;
  }
}

async function isRunning({ pid, startedAt }: Owner): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, under another user.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return (await startOf(pid)) === startedAt;
}

/** In ticks since boot, field 22 of man 5 proc; empty where there is no /proc, and then the number alone must do. */
async function startOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

const takenMessage = (dir: string, pid: number | undefined): string =>
  `Another agent${pid === undefined ? "" : ` (process ${pid})`} uses the buffer in ${dir}. Stop it, or give this one a folder of its own as buffer.dir (--buffer-dir).`;
