import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { DataDirectoryLocked } from "./engine.ts";

export type StartOptions = {
  dataDir: string;
  /** Default 0: any free port. */
  port?: number;
  /** Default: a random one. */
  password?: string;
  /** Gets each line that the server writes to stderr. */
  log?: (line: string) => void;
};

export type ClickHouseServer = {
  /** `http://default:<password>@127.0.0.1:<port>/` */
  url: string;
  port: number;
  password: string;
  /** Process id of the server's own process. */
  pid: number;
  stop: () => Promise<void>;
};

/** libuv's threads: each running query takes one, spooling and killing take others. */
const threads = 16;

/**
 * Starts the ClickHouse HTTP server in a process of its own: chDB opens one directory a process, so a test run may have several, and
 * libuv reads UV_THREADPOOL_SIZE only when a process starts. It ends with this process, however that ends.
 * Throws DataDirectoryLocked when another server has the directory, and an Error with the server's own words for any other reason.
 */
export async function startClickHouseServer(options: StartOptions): Promise<ClickHouseServer> {
  const password = options.password ?? randomBytes(16).toString("hex");
  const cli = fileURLToPath(new URL("./cli.ts", import.meta.url));
  const child = spawn(process.execPath, [cli, "--data-dir", options.dataDir, "--port", String(options.port ?? 0)], {
    env: { CLICKHOUSE_PASSWORD: password, UV_THREADPOOL_SIZE: String(threads) },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const url = await ready(child, options);
  return {
    url: `http://default:${password}@${url.host}/`,
    port: Number(url.port),
    password,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function ready(child: ChildProcess, { dataDir, log }: StartOptions): Promise<URL> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    if (!child.stdout || !child.stderr) throw new Error("the server was spawned without its pipes");
    createInterface(child.stderr).on("line", (line) => {
      said.push(line);
      if (said.length > 20) said.shift();
      log?.(line);
    });
    createInterface(child.stdout).once("line", (line) => resolve(new URL(JSON.parse(line).url)));
    child.once("error", reject);
    child.once("close", () => {
      const words = said.join("\n");
      reject(
        words.includes("DataDirectoryLocked") ? new DataDirectoryLocked(dataDir, { cause: words }) : new Error(words),
      );
    });
  });
}
