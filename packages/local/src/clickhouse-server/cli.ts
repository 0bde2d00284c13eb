import { fstatSync } from "node:fs";
import { parseArgs } from "node:util";
import { host, serveClickHouse } from "./http-server.ts";

// Run as `node cli.ts --data-dir D --port P`, with the password in CLICKHOUSE_PASSWORD and UV_THREADPOOL_SIZE=16 in the environment
// (libuv reads it once, when the process starts). Prints one line of JSON when it listens; ends on SIGTERM, SIGINT, or when the pipe
// on stdin closes, which it does when the parent dies: no orphan keeps the directory's lock.

const threadsForOthers = 4;
const maxBodyBytes = 4 * 2 ** 30;

const { values } = parseArgs({
  options: { "data-dir": { type: "string" }, port: { type: "string", default: "8123" } },
});
const password = process.env["CLICKHOUSE_PASSWORD"];
const dataDir = values["data-dir"];
if (!password || !dataDir) {
  console.error("Give --data-dir and --port, and the password in the environment variable CLICKHOUSE_PASSWORD.");
  process.exit(2);
}

const threads = Number(process.env["UV_THREADPOOL_SIZE"] ?? 4);
try {
  const server = await serveClickHouse({
    dataDir,
    port: Number(values.port),
    password,
    concurrency: Math.max(1, Math.min(8, threads - threadsForOthers)),
    maxBodyBytes,
    log: (line) => console.error(line),
  });
  console.log(JSON.stringify({ ready: true, url: `http://${host}:${server.port}/` }));
  stopOnce(server.stop);
} catch (error) {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  console.error(`${name}: ${message}`);
  process.exit(1);
}

function stopOnce(stop: () => Promise<void>): void {
  let stopping = false;
  const leave = async () => {
    if (stopping) return;
    stopping = true;
    await stop();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void leave());
  const stdin = fstatSync(0);
  if (stdin.isFIFO() || stdin.isSocket()) process.stdin.on("close", () => void leave()).resume();
}
