import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { answers, type Child, startChild, waitUntilReady } from "./child.ts";
import { host } from "./options.ts";

const database = "perigee";

/** Runs chDB behind ClickHouse's HTTP interface in a process of its own, which alone owns its data directory. Answers its URL. */
export async function startLocalClickHouse(options: {
  dataDir: string;
  logFile: string;
  port: number;
  password: string;
  env: NodeJS.ProcessEnv;
  onChild: (child: Child) => void;
}): Promise<string> {
  const cli = fileURLToPath(new URL("../clickhouse-server/cli.ts", import.meta.url));
  const child = await startChild({
    name: "clickhouse",
    args: [cli, "--data-dir", join(options.dataDir, "clickhouse"), "--port", String(options.port)],
    cwd: options.dataDir,
    env: { ...options.env, CLICKHOUSE_PASSWORD: options.password, UV_THREADPOOL_SIZE: "16" },
    logFile: options.logFile,
  });
  options.onChild(child);
  await waitUntilReady(child, options.logFile, () => answers(`http://${host}:${options.port}/ping`));
  return `http://default:${options.password}@${host}:${options.port}/?database=${database}`;
}
