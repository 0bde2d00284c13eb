import { type ChildProcess, spawn } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { endOrphanedWorkerd, rememberWorkerd } from "./orphan.ts";

let dataDir: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "perigee-orphan-"));
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(dataDir, { recursive: true, force: true });
});

/** A long sleep under the given name: what counts is what `ps` says. */
async function sleeper(name: string): Promise<ChildProcess> {
  const file = join(dataDir, name);
  await copyFile("/bin/sleep", file);
  const child = spawn(file, ["60"], { stdio: "ignore" });
  children.push(child);
  await new Promise((resolve) => child.once("spawn", resolve));
  return child;
}

it("ends the workerd that was written down", async () => {
  const workerd = await sleeper("workerd");
  await rememberWorkerd(dataDir);
  const ended = new Promise((resolve) => workerd.once("exit", (_code, signal) => resolve(signal)));
  await endOrphanedWorkerd(dataDir);
  expect(await ended).toBe("SIGKILL");
  await expect(readFile(join(dataDir, "workerd.pid"))).rejects.toThrow("ENOENT");
});

it("leaves a process alone that only has got the number", async () => {
  const other = await sleeper("other");
  await writeFile(join(dataDir, "workerd.pid"), String(other.pid));
  await endOrphanedWorkerd(dataDir);
  expect(other.exitCode).toBeNull();
  expect(other.signalCode).toBeNull();
});

it("does nothing where nothing was written down", async () => {
  await expect(endOrphanedWorkerd(dataDir)).resolves.toBeUndefined();
});
