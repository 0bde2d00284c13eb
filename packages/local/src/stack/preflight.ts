import { mkdir, readdir, readFile, rm, statfs, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { connectionFromUrl } from "@perigee/clickhouse";
import { host, type Ports, type StackOptions } from "./options.ts";
import { endOrphanedWorkerd } from "./orphan.ts";
import { StartRefused } from "./start-refused.ts";

const neededBytes = 1_000_000_000;

/** Checks what would make the start fail later, each with a line that says what to do, and takes the data directory. */
export async function preflight(options: StackOptions): Promise<{ release: () => Promise<void> }> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const release = await lock(options.dataDir);
  try {
    checkAddress(options.clickhouseUrl);
    await checkDisk(options.dataDir);
    await endOrphanedWorkerd(options.dataDir);
    await checkPorts(options);
    if (options.reset) await empty(options.dataDir);
  } catch (error) {
    await release();
    throw error;
  }
  return { release };
}

const lockName = "stack.lock";

async function lock(dataDir: string): Promise<() => Promise<void>> {
  const file = join(dataDir, lockName);
  const take = () => writeFile(file, String(process.pid), { flag: "wx", mode: 0o600 });
  try {
    await take();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
      throw new StartRefused(`The data directory ${dataDir} cannot be written: ${(error as Error).message}`, {
        cause: error,
      });
    }
    const owner = Number(await readFile(file, "utf8"));
    if (isRunning(owner)) {
      throw new StartRefused(
        `The data directory ${dataDir} is in use by another Perigee (process ${owner}). Stop it, or choose another with --data-dir.`,
        { cause: error },
      );
    }
    // The owner died without cleaning up; its lock means nothing any more.
    await rm(file, { force: true });
    await take();
  }
  return () => rm(file, { force: true });
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function checkAddress(clickhouseUrl: string | undefined): void {
  try {
    if (clickhouseUrl !== undefined) connectionFromUrl(clickhouseUrl);
  } catch (cause) {
    throw new StartRefused(`--clickhouse-url: ${(cause as Error).message}`, { cause });
  }
}

async function checkDisk(dataDir: string): Promise<void> {
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  if (free >= neededBytes) return;
  throw new StartRefused(
    `Only ${Math.floor(free / 1e6)} MB are free where ${dataDir} lies; Perigee needs ${neededBytes / 1e6} MB. Free some, or choose another place with --data-dir.`,
  );
}

async function checkPorts(options: StackOptions): Promise<void> {
  const wanted = (Object.keys(options.ports) as (keyof Ports)[]).filter(
    (name) =>
      ((name !== "demo" && name !== "backend") || options.demo) && (name !== "clickhouse" || !options.clickhouseUrl),
  );
  for (const name of wanted) {
    const clash = wanted.find((other) => other !== name && options.ports[other] === options.ports[name]);
    if (clash)
      throw new StartRefused(`--${name}-port and --${clash}-port are both ${options.ports[name]}. Give each its own.`);
    if (!(await isFree(options.ports[name]))) {
      throw new StartRefused(
        `Port ${options.ports[name]} is taken. Choose another with --${name}-port, or stop what uses it.`,
      );
    }
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

async function empty(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (name !== lockName) await rm(join(dataDir, name), { recursive: true, force: true });
  }
}
