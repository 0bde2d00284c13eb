import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { delimiter, dirname } from "node:path";
import { StartRefused } from "./start-refused.ts";

const stopGraceMs = 10_000;

/** A process of the stack: its output is added to a log file; it ends when we do, because its stdin closes with us. */
export type Child = {
  name: string;
  process: ChildProcess;
  /** Resolves when the process has ended, expected or not. */
  ended: Promise<void>;
  stop: () => Promise<void>;
};

export type ChildOptions = {
  name: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  logFile: string;
};

/** Starts a Node program with the Node that runs us. */
export async function startChild(options: ChildOptions): Promise<Child> {
  await mkdir(dirname(options.logFile), { recursive: true });
  const log = createWriteStream(options.logFile, { mode: 0o600, flags: "a" });
  const child = spawn(process.execPath, options.args, {
    cwd: options.cwd,
    // What a child starts as `node`, as Next.js does, is this Node too and not the machine's older one.
    env: { ...options.env, PATH: [dirname(process.execPath), options.env["PATH"]].join(delimiter) },
    stdio: ["pipe", "pipe", "pipe"],
    // Its own group: Ctrl-C at the terminal reaches only us, and we stop the parts in order.
    detached: true,
  });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  return { name: options.name, process: child, ended, stop: () => stop(child, ended) };
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), stopGraceMs);
  await ended;
  clearTimeout(force);
}

/** Waits until `isReady` says yes; refuses the start with the log's last lines when the process ends before. */
export async function waitUntilReady(child: Child, logFile: string, isReady: () => Promise<boolean>): Promise<void> {
  let over = false;
  void child.ended.then(() => {
    over = true;
  });
  for (const deadline = Date.now() + 60_000; Date.now() < deadline && !over; ) {
    if (await isReady()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const tail = (await readFile(logFile, "utf8").catch(() => "")).trim().split("\n").slice(-5).join("\n  ");
  throw new StartRefused(
    `${child.name} ${over ? "ended before it was ready" : "was not ready within 60 s"}. Its log (${logFile}) ends with:\n  ${tail}`,
  );
}

export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.status < 500;
  } catch {
    // Refused connections are what waiting looks like.
    return false;
  }
}
