import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { buildCli } from "../build.ts";
import { makeFolder } from "../test/agent-of.ts";
import { startRecorder } from "../test/recorder.ts";

/** People run the agent by the Node that their hosts have. What it asks of V8 to stay small is not the same in each version. */

type OtherNode = { path: string; version: string };

/** So many that it collects garbage several times. */
const count = 40_000;

const others = findOthers();

describe("shipping many lines by a Node of the host's", () => {
  if (others.length === 0) it.skip("is not tested: there is no other Node on the PATH", () => {});

  it.each(others)("$version", { timeout: 30_000 }, async ({ path }) => {
    const folder = makeFolder();
    const recorder = await startRecorder();
    const cli = await buildCli(join(folder, "dist"));
    writeFileSync(join(folder, "dist", "package.json"), '{"type":"module"}');
    const [log, config] = [join(folder, "app.log"), join(folder, "agent.yaml")];
    writeFileSync(
      log,
      Array.from({ length: count }, (_, n) => `line ${n} of many, told by a host of its own\n`).join(""),
    );
    writeFileSync(
      config,
      `endpoint: ${recorder.endpoint}\nkey: sk_test\nbuffer: { dir: ${join(folder, "buffer")} }\nhealth: false\nownMetrics: false\ninputs: [{ type: tail, paths: ["${log}"], startAt: beginning }]\n`,
    );
    const agent = spawn(path, [cli, "--config", config], { stdio: ["ignore", "ignore", "inherit"] });
    const exit = once(agent, "exit");
    await vi.waitFor(
      () => {
        expect(agent.signalCode ?? agent.exitCode).toBeNull();
        expect(recorder.requests.length).toBeGreaterThan(0);
        expect(recorder.lines()).toHaveLength(count);
      },
      { timeout: 25_000, interval: 300 },
    );
    agent.kill("SIGTERM");
    expect(await exit).toEqual([0, null]);
    await recorder.close();
  });
});

function findOthers(): OtherNode[] {
  const paths = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "node"));
  const found = paths.filter(existsSync).map((path) => ({ path, version: versionOf(path) }));
  const byVersion = new Map(found.map((each) => [each.version, each]));
  return [...byVersion.values()].filter(({ version }) => version !== process.version && isSupported(version));
}

function versionOf(path: string): string {
  return execFileSync(path, ["--version"], { encoding: "utf8" }).trim();
}

/** `engines` of the package: `^20.16 || >=22.3`. */
function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.slice(1).split(".").map(Number);
  return (major === 20 && minor >= 16) || (major === 22 && minor >= 3) || major > 22;
}
