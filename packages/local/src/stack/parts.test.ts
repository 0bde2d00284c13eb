import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Child, startChild } from "./child.ts";
import { Parts } from "./parts.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "perigee-parts-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const never = new AbortController().signal;
const steady = "setInterval(() => {}, 1000)";

/** Starts Node with this code and keeps it; gives every process that was started. */
async function keep(parts: Parts, name: string, code: string): Promise<Child[]> {
  const children: Child[] = [];
  await parts.keep(name, async (onChild) => {
    const logFile = join(folder, `${name}.log`);
    const child = await startChild({ name, args: ["-e", code], cwd: folder, env: process.env, logFile });
    children.push(child);
    onChild(child);
  });
  return children;
}

describe("parts", () => {
  it("stop in the opposite order of the start", async () => {
    const stopped: string[] = [];
    const parts = new Parts();
    for (const name of ["clickhouse", "workers", "dashboard"]) {
      parts.add({
        name,
        stop: () => {
          stopped.push(name);
          return Promise.resolve();
        },
      });
    }
    await parts.stopAll();
    expect(stopped).toEqual(["dashboard", "workers", "clickhouse"]);
  });

  it("that are killed run again, and are stopped with the others", async () => {
    const parts = new Parts();
    const children = await keep(parts, "steady", steady);
    children[0]?.process.kill("SIGKILL");
    await vi.waitFor(() => expect(children).toHaveLength(2), 10_000);
    await parts.stopAll();
    expect(children[1]?.process.signalCode).toBe("SIGTERM");
  });

  it("that end again and again are dead", async () => {
    const parts = new Parts();
    const children = await keep(parts, "fragile", "console.log('once more'); process.exit(3)");
    expect(await parts.untilEnd(never)).toBe("fragile");
    expect(children).toHaveLength(6);
    expect((await readFile(join(folder, "fragile.log"), "utf8")).match(/once more/g)).toHaveLength(6);
    await parts.stopAll();
  });

  it("that do not come up the first time are dead", async () => {
    const parts = new Parts();
    const start = parts.keep("broken", async (onChild) => {
      const logFile = join(folder, "broken.log");
      const child = await startChild({ name: "broken", args: ["-e", ""], cwd: folder, env: process.env, logFile });
      onChild(child);
      await child.ended;
      throw new Error("ended before it was ready");
    });
    await expect(start).rejects.toThrow("before it was ready");
    expect(await parts.untilEnd(never)).toBe("broken");
    await parts.stopAll();
  });

  it("are stopped on request without calling that a death", async () => {
    const stopping = new AbortController();
    const parts = new Parts();
    const [child] = await keep(parts, "steady", steady);
    const end = parts.untilEnd(stopping.signal);
    stopping.abort();
    expect(await end).toBeUndefined();
    await parts.stopAll();
    expect(child?.process.signalCode).toBe("SIGTERM");
  });

  it("that come up after the stop began are stopped at once", async () => {
    const parts = new Parts();
    await parts.stopAll();
    const [late] = await keep(parts, "late", steady);
    await late?.ended;
    expect(late?.process.signalCode).toBe("SIGTERM");
  });
});
