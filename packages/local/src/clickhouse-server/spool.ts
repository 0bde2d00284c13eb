import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { closeSync, constants, openSync } from "node:fs";
import { mkdtemp, open, readdir, rm, statfs } from "node:fs/promises";
import { Socket } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";

/** A private directory (mode 0700) through which request and result bodies pass between HTTP and the engine. */
export type Spool = {
  /** Writes bytes to a new file (mode 0600) and gives its path and size. Removes it when the source fails or `maxBytes` is exceeded. */
  write(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<{ path: string; bytes: number } | "too-large">;
  newPath(): string;
  remove(path: string): Promise<void>;
  /** Makes named pipes: the engine writes a result into one, HTTP reads it as it comes. */
  makePipes(count: number): Promise<string[]>;
  close(): Promise<void>;
};

const memoryDirectory = "/dev/shm";
const roomNeeded = 1 << 30;

/** Takes the memory file system when there is one with 1 GiB to spare, and the data directory otherwise. */
export async function openSpool(dataDir: string): Promise<Spool> {
  const parent = (await hasRoom(memoryDirectory)) ? memoryDirectory : dataDir;
  await removeLeftovers(parent);
  const directory = await mkdtemp(join(parent, `perigee-spool-${process.pid}-`));
  const newPath = () => join(directory, randomUUID());
  return {
    newPath,
    async write(source, maxBytes) {
      const path = newPath();
      const written = await writeAll(path, source, maxBytes).catch(async (error: unknown) => {
        await rm(path, { force: true });
        throw error;
      });
      if (written <= maxBytes) return { path, bytes: written };
      await rm(path, { force: true });
      return "too-large";
    },
    remove: (path) => rm(path, { force: true }),
    async makePipes(count) {
      const paths = Array.from({ length: count }, newPath);
      await promisify(execFile)("mkfifo", ["-m", "600", ...paths]);
      return paths;
    },
    close: () => rm(directory, { recursive: true, force: true }),
  };
}

async function hasRoom(directory: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize >= roomNeeded;
  } catch {
    // Not there: macOS has no memory file system at this place.
    return false;
  }
}

/** A killed server leaves its directory behind; its name tells which process it was. */
async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const owner = /^perigee-spool-(\d+)-/.exec(name)?.[1];
    if (owner === undefined || isRunning(Number(owner))) continue;
    // Another user's directory cannot be removed by us, and is not ours to care about.
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => {});
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function writeAll(path: string, source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<number> {
  const file = await open(path, "wx", 0o600);
  let written = 0;
  try {
    for await (const chunk of source) {
      written += chunk.length;
      // The rest of a body that is too large is read all the same: only then does its sender read the answer.
      if (written <= maxBytes) await file.write(chunk);
    }
  } finally {
    await file.close();
  }
  return written;
}

/**
 * Opens a named pipe for reading. We hold its writing side, too, until `end` is called: the engine may open and close the pipe more than
 * once (it does so for an unknown format), and without a reader it would wait for ever.
 */
export function openPipe(path: string): { reader: Socket; end: () => void } {
  const readingEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writingEnd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  return {
    reader: new Socket({ fd: readingEnd, readable: true, writable: false }),
    end: () => closeSync(writingEnd),
  };
}
