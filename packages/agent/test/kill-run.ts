import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, copyFileSync, existsSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildCli } from "../build.ts";
import { type Recorder, startRecorder } from "./recorder.ts";

export type KillReport = {
  kills: number;
  rotations: number;
  written: number;
  lost: number;
  repeated: number;
  resent: number;
};

/** None is deleted before it can have been read. */
const keptRotations = 200;

/**
 * Writes numbered lines and rotates their file, by renaming and by copying in turns, while an agent of its own process is killed at
 * random moments and started again. The server loses every seventh answer. Counts what became of the lines.
 */
export async function killRun({
  kills,
  folder,
  random,
}: {
  kills: number;
  folder: string;
  random: () => number;
}): Promise<KillReport> {
  const recorder = await startRecorder();
  recorder.answer = (attempt) => (attempt % 7 === 3 ? "take-and-cut" : { status: 200 });
  const cli = await buildCli(join(folder, "dist"));
  writeFileSync(join(folder, "dist", "package.json"), '{"type":"module"}');
  const log = join(folder, "app.log");
  const config = join(folder, "agent.yaml");
  writeFileSync(config, configOf(recorder, folder));
  writeFileSync(log, "");
  let written = 0;
  let rotations = 0;
  function write(): void {
    const count = 1 + Math.floor(random() * 200);
    appendFileSync(log, Array.from({ length: count }, () => `line ${written++} of the run\n`).join(""));
  }
  /** Nothing is written between copy and truncation: what is, is lost by that way of rotation, whoever reads. */
  function rotate(): void {
    rmSync(`${log}.${keptRotations}`, { force: true });
    for (let n = keptRotations - 1; n > 0; n--)
      if (existsSync(`${log}.${n}`)) renameSync(`${log}.${n}`, `${log}.${n + 1}`);
    if (rotations++ % 2 === 0) renameSync(log, `${log}.1`);
    else {
      copyFileSync(log, `${log}.1`);
      truncateSync(log, 0);
    }
  }

  for (let kill = 0; kill < kills; kill++) {
    const agent = startChild(cli, config);
    // From before its first read to well into its work.
    const livesMs = 100 + random() * 900;
    const dueAt = performance.now() + livesMs;
    const rotatesAt = performance.now() + random() * livesMs;
    for (let isRotated = false; performance.now() < dueAt; ) {
      write();
      if (!isRotated && performance.now() > rotatesAt) {
        rotate();
        isRotated = true;
      }
      await new Promise((resolve) => setTimeout(resolve, 5 + random() * 20));
    }
    await killed(agent, "SIGKILL");
    write();
    if (random() < 0.3) rotate();
    write();
  }
  const agent = startChild(cli, config);
  for (let wait = 0; wait < 200 && new Set(recorder.lines()).size < written; wait++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await killed(agent, "SIGTERM");
  const lines = recorder.lines();
  await recorder.close();
  const distinct = new Set(lines);
  const resent = recorder.requests.filter(({ repeated }) => repeated).length;
  return { kills, rotations, written, lost: written - distinct.size, repeated: lines.length - distinct.size, resent };
}

function startChild(cli: string, config: string): ChildProcess {
  return spawn(process.execPath, [cli, "--config", config], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, PERIGEE_KEY: "sk_test" },
  });
}

async function killed(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exit = once(child, "exit");
  child.kill(signal);
  await exit;
}

const configOf = ({ endpoint }: Recorder, folder: string): string => `
endpoint: ${endpoint}
buffer: { dir: ${join(folder, "buffer")}, maxBytes: 1MB }
delivery: { maxDelay: 20ms, maxItems: 150, retry: { initial: 10ms, max: 50ms } }
health: false
ownMetrics: false
logLevel: error
inputs:
  - { type: tail, paths: ["${join(folder, "app.log")}*"], startAt: beginning, pollInterval: 20ms, rescanInterval: 100ms }
`;
