import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startChild } from "./child.ts";
import { Parts } from "./parts.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "perigee-parts-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const child = (name: string, code: string) =>
  startChild({ name, args: ["-e", code], cwd: folder, env: process.env, logFile: join(folder, `${name}.log`) });

describe("parts", () => {
  it("stops in the opposite order of the start", async () => {
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

  it("tells which child ended by itself", async () => {
    const parts = new Parts();
    parts.addChild(await child("steady", "setInterval(() => {}, 1000)"));
    parts.addChild(await child("fragile", "process.exit(3)"));
    expect(await parts.untilEnd(new AbortController().signal)).toBe("fragile");
    await parts.stopAll();
  });

  it("stops a child on request without calling that a death", async () => {
    const stopping = new AbortController();
    const parts = new Parts();
    const steady = await child("steady", "setInterval(() => {}, 1000)");
    parts.addChild(steady);
    const end = parts.untilEnd(stopping.signal);
    stopping.abort();
    expect(await end).toBeUndefined();
    await parts.stopAll();
    expect(steady.process.signalCode).toBe("SIGTERM");
  });

  it("stops at once what comes up after the stop began", async () => {
    const parts = new Parts();
    await parts.stopAll();
    const late = await child("late", "setInterval(() => {}, 1000)");
    parts.addChild(late);
    await late.ended;
    expect(late.process.signalCode).toBe("SIGTERM");
  });
});
