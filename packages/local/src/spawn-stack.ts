import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LocalFile } from "@perigee/schema";

// On a fresh clone the apps are built first, which takes the longest part of this.
const startTimeoutMs = 8 * 60_000;
const portNames = ["demo", "backend", "dashboard", "ingest", "api", "clickhouse"];

export type SpawnedStack = {
  file: LocalFile;
  /** Process id of the stack's own process; its children are below it. */
  pid: number;
  /** Sends SIGTERM, waits for the end and removes the data; fails where the stack did not end with code 0. */
  stop: () => Promise<void>;
};

/**
 * Runs the whole stack as `npm start` does, in a process of its own, on free ports and with a data directory that is thrown
 * away afterwards: what end-to-end tests and benches stand on. `flags` are those of `npm start`.
 */
export async function spawnStack(flags: string[]): Promise<SpawnedStack> {
  const dataDir = await mkdtemp(join(tmpdir(), "perigee-stack-"));
  const ports = await freePorts(portNames.length);
  const portFlags = portNames.flatMap((name, index) => [`--${name}-port`, String(ports[index])]);
  const cli = fileURLToPath(new URL("./cli.ts", import.meta.url));
  const child = spawn(process.execPath, [cli, "--data-dir", dataDir, ...portFlags, ...flags], {
    // stdout is left to benches that print JSON there.
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    const file = await waitForLocalFile(child, dataDir);
    return { file, pid: child.pid ?? 0, stop: () => stop(child, dataDir) };
  } catch (error) {
    await stop(child, dataDir).catch(() => {
      // The reason why it did not start is the one to tell.
    });
    throw error;
  }
}

/** Ports that were free a moment ago: all are held open until the last is known, so that none is given twice. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function waitForLocalFile(child: ChildProcess, dataDir: string): Promise<LocalFile> {
  for (const deadline = Date.now() + startTimeoutMs; Date.now() < deadline; ) {
    if (child.exitCode !== null) throw new Error(`the stack ended with code ${child.exitCode} before it was ready`);
    const text = await readFile(join(dataDir, "local.json"), "utf8").catch(() => undefined);
    if (text !== undefined) return LocalFile.parse(JSON.parse(text));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the stack was not ready within ${startTimeoutMs / 60_000} minutes`);
}

async function stop(child: ChildProcess, dataDir: string): Promise<void> {
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const running = child.exitCode === null && child.signalCode === null;
  if (running) child.kill("SIGTERM");
  const code = running ? await ended : child.exitCode;
  await rm(dataDir, { recursive: true, force: true });
  if (code !== 0) throw new Error(`the stack ended with code ${code} after SIGTERM`);
}
