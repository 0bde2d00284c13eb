import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import { buildCli } from "../packages/agent/build.ts";
import { killRun } from "../packages/agent/test/kill-run.ts";
import { family } from "./load/processes.ts";
import { formatTable } from "./load/table.ts";
import type { BenchResult } from "./run.ts";

/**
 * The host agent as it is published, one process: lines of an access log that it tails, parses, masks and ships per second of CPU time and
 * of wall time, its memory, its CPU time when nothing happens, and what kills cost (`--kills 50`). Linux only. What reads the config at
 * the start is a process of its own and is not counted: 0.2 s and 60 MB. Floor: reading the same file line by line and compressing a thousand
 * lines at a time, which any shipper does; measured before and after, since the machine's own speed changes meanwhile.
 */

const lineCount = 400_000;
const linesAtOnce = 1_000;
const idleMs = 20_000;

export async function run(flags: string[]): Promise<BenchResult> {
  const options = { kills: { type: "string", default: "50" }, parser: { type: "string", default: "auto" } } as const;
  const { values } = parseArgs({ args: flags, options });
  const folder = await mkdtemp(join(tmpdir(), "perigee-bench-agent-"));
  try {
    const floorBefore = await floorLinesPerS(folder);
    const shipped = await ship(folder, values.parser);
    const floor = (floorBefore + (await floorLinesPerS(folder))) / 2;
    const killFolder = await mkdtemp(join(folder, "kills-"));
    const kills = await killRun({ kills: Number(values.kills), folder: killFolder, random: Math.random });
    const figures = {
      linesPerCpuS: lineCount / shipped.cpuS,
      linesPerS: lineCount / shipped.wallS,
      busyMb: shipped.busyMb,
      idleMb: shipped.idleMb,
      idlePercent: shipped.idlePercent,
      killLost: kills.lost,
      killRepeated: kills.repeated,
    };
    const table = formatTable([
      ["agent", "value", "goal"],
      ["lines shipped per second of CPU", figures.linesPerCpuS, "50,000"],
      ["lines shipped per second", figures.linesPerS, ""],
      ["resident while shipping, most, MB", figures.busyMb, "80"],
      ["resident when idle, MB", figures.idleMb, "80"],
      ["CPU when idle, %", figures.idlePercent, "1"],
      [`lines lost over ${kills.kills} kills and ${kills.rotations} rotations, of ${kills.written}`, kills.lost, "0"],
      ["lines repeated, after repeated requests are dropped", kills.repeated, "0"],
      ["requests that were repeated", kills.resent, ""],
      ["floor: lines read and compressed per second of CPU", floor, ""],
      ["ratio", figures.linesPerCpuS / floor, ""],
    ]);
    return { name: "agent", figures, floor, ratio: figures.linesPerCpuS / floor, table };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An access log in the combined format, with which no line is equal to another. */
function accessLog(from: number, count: number): string {
  const line = (n: number) =>
    `203.0.113.${n % 256} - - [22/Nov/2026:10:${String(n % 60).padStart(2, "0")}:00 +0000] "GET /products/${n} HTTP/1.1" 200 ${n % 50_000} "https://shop.example/" "Mozilla/5.0 (X11; Linux x86_64)"\n`;
  return Array.from({ length: count }, (_, index) => line(from + index)).join("");
}

async function floorLinesPerS(folder: string): Promise<number> {
  const path = join(folder, "floor.log");
  await writeFile(path, accessLog(0, lineCount));
  const before = process.cpuUsage();
  let lines: string[] = [];
  for await (const line of createInterface({ input: createReadStream(path) })) {
    lines.push(line);
    if (lines.length < linesAtOnce) continue;
    gzipSync(lines.join("\n"), { level: 1 });
    lines = [];
  }
  const { user, system } = process.cpuUsage(before);
  await rm(path);
  return lineCount / ((user + system) / 1e6);
}

async function ship(folder: string, parser: string) {
  const server = await startServer();
  const log = join(folder, "access.log");
  const config = join(folder, "agent.yaml");
  const cli = await buildCli(join(folder, "dist"));
  await writeFile(join(folder, "dist", "package.json"), '{"type":"module"}');
  await writeFile(log, accessLog(0, lineCount));
  await writeFile(
    config,
    `endpoint: ${server.endpoint}\nkey: sk_bench\nbuffer: { dir: ${join(folder, "buffer")} }\nhealth: false\nownMetrics: false\ninputs: [{ type: tail, paths: ["${log}"], startAt: beginning, parser: ${parser} }]\n`,
  );
  const agent = spawn(process.execPath, [cli, "--config", config], { stdio: ["ignore", "ignore", "inherit"] });
  try {
    const startedAt = performance.now();
    let busyMb = 0;
    while (server.items < lineCount) {
      await pause(100);
      busyMb = Math.max(busyMb, (await costOf(agent)).residentMb);
    }
    const { cpuS } = await costOf(agent);
    const wallS = (performance.now() - startedAt) / 1000;
    await appendFile(log, accessLog(lineCount, 1));
    await pause(3_000);
    const before = await costOf(agent);
    await pause(idleMs);
    const after = await costOf(agent);
    const idlePercent = ((after.cpuS - before.cpuS) / (idleMs / 1000)) * 100;
    return { cpuS, wallS, busyMb, idleMb: after.residentMb, idlePercent };
  } finally {
    const exit = once(agent, "exit");
    agent.kill("SIGTERM");
    await exit;
    server.close();
  }
}

/** Answers 200 and counts the records that arrive. */
async function startServer() {
  const state = { endpoint: "", items: 0, close: () => server.closeAllConnections() };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      state.items += recordsIn(gunzipSync(Buffer.concat(chunks)));
      response.end("{}");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  state.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.unref();
  return state;
}

function recordsIn(body: Buffer): number {
  let count = 0;
  for (let at = body.indexOf('"body":'); at !== -1; at = body.indexOf('"body":', at + 1)) count += 1;
  return count;
}

async function costOf({ pid }: ChildProcess): Promise<{ residentMb: number; cpuS: number }> {
  const [cost] = await family(pid ?? 0);
  if (!cost) throw new Error("The agent has ended.");
  return cost;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
