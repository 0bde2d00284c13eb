import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Connection } from "@perigee/clickhouse";
import { workerBundle } from "@perigee/local/bundle-worker";
import { prepareWorkers, startWorkers, type WorkerName } from "@perigee/local/workers";
import { until } from "../pacing.ts";
import type { FaultCounts, FaultPlan } from "../worker/fault-plan.ts";
import type { FaultProxy } from "./fault-proxy.ts";

/** The Workers of wrangler.toml as the local stack keeps them running, each with a switch for faults. */
export type FaultyWorkers = {
  apiUrl: string;
  plan: (worker: WorkerName, plan: FaultPlan) => Promise<void>;
  counts: (worker: WorkerName) => Promise<FaultCounts>;
  /** Hands a packed message to the queue or to the spool, past ingest. */
  put: (to: "queue" | "spool", packed: Uint8Array<ArrayBuffer>) => Promise<void>;
  putKeys: (entries: Record<string, string>) => Promise<void>;
  /** Names of all that lies in the bucket of dead letters or in that of the spool. */
  list: (bucket: "dead" | "spool") => Promise<string[]>;
  /** Runs the consumer's cron job now. */
  sweep: () => Promise<void>;
  /** `kill -9` of workerd; resolves when the stack has started it again, with an empty queue. */
  killAndAwait: () => Promise<void>;
  stop: () => Promise<void>;
};

const root = fileURLToPath(new URL("../../../../", import.meta.url)).replace(/\/$/, "");
export const setupToken = "a token that is only used here";

type Options = { dataDir: string; clickhouse: Connection; proxy: FaultProxy };

export async function startFaultyWorkers(options: Options): Promise<FaultyWorkers> {
  const prepared = await prepareFaulty(options.dataDir);
  const ports = await freePorts();
  let launches = 0;
  let launchedAt = 0;
  let revival: Promise<void> | undefined;
  // After many deaths in a minute the stack ends; somebody then starts it again.
  const revive = async () => {
    await workers.stop();
    workers = await start();
    revival = undefined;
  };
  const start = () =>
    startWorkers(prepared, {
      ...startOptions(options),
      ports,
      onLaunched: () => {
        launches += 1;
        launchedAt = Date.now();
        return Promise.resolve();
      },
      onGivenUp: () => {
        revival ??= revive();
      },
    });
  let workers = await start();
  const urls = { ingest: `http://127.0.0.1:${ports.ingest}`, api: `http://127.0.0.1:${ports.api}` };
  options.proxy.lead(urls.ingest);
  const urlOf = (worker: WorkerName) => (worker === "consumer" ? workers.consumerUrl : urls[worker]);
  const ask = (worker: WorkerName, query = "", init: RequestInit = {}) =>
    fetch(`${urlOf(worker)}/__faults${query}`, init);
  const control = async <T = FaultCounts>(worker: WorkerName, query = "", init: RequestInit = {}): Promise<T> => {
    // Another restart may follow on the heels of one.
    await until(isUp, AbortSignal.timeout(restartMs));
    const response = await ask(worker, query, init);
    if (!response.ok) throw new Error(`${worker} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  const isUp = () =>
    Promise.all(names.map(async (name) => (await ask(name)).body?.cancel())).then(
      () => true,
      () => false,
    );
  return {
    apiUrl: urls.api,
    plan: async (worker, plan) => void (await control(worker, "", { method: "PUT", body: JSON.stringify(plan) })),
    counts: (worker) => control(worker),
    put: async (to, body) => void (await control("ingest", `?do=${to}`, { method: "POST", body })),
    putKeys: async (keys) => void (await control("ingest", "?do=keys", { method: "POST", body: JSON.stringify(keys) })),
    list: (bucket) => control("consumer", `?do=list&bucket=${bucket}`),
    sweep: async () => void (await control("consumer", "?do=cron", { method: "POST" })),
    killAndAwait: async () => {
      // Miniflare does not survive that a workerd dies while it is being started, and a restart may follow on another.
      await until(() => Date.now() - launchedAt > calmMs, AbortSignal.timeout(restartMs));
      const before = launches;
      process.kill(await workerdPid(), "SIGKILL");
      for (const deadline = Date.now() + restartMs; launches === before || !(await isUp()); await pause(50)) {
        if (Date.now() > deadline) throw new Error("the Workers did not come back");
      }
    },
    stop: async () => {
      await revival;
      await workers.stop();
    },
  };
}

const names = ["ingest", "consumer", "api"] as const;
const restartMs = 30_000;
const calmMs = 4_000;

/** The Workers' code with the switch bundled around it. After a crash the queue waits a second, the least that it knows, before it delivers again. */
async function prepareFaulty(dataDir: string) {
  const prepared = await prepareWorkers(root);
  const withFaults = fileURLToPath(new URL("../worker/with-faults.ts", import.meta.url));
  await mkdir(join(dataDir, "entries"), { recursive: true });
  for (const { environment, main, workerOptions } of prepared.configs) {
    for (const consumer of Object.values(workerOptions.queueConsumers ?? {}))
      Object.assign(consumer, { retryDelay: 1 });
    const entry = join(dataDir, "entries", `${environment}.ts`);
    const [worker, faults] = [JSON.stringify(main), JSON.stringify(withFaults)];
    const code = `import worker from ${worker};\nimport { withFaults } from ${faults};\nexport * from ${worker};\nexport default withFaults(worker);\n`;
    await writeFile(entry, code);
    const bundle = await workerBundle(entry);
    prepared.code.set(environment, (await bundle.rebuild()).outputFiles[0]?.text ?? "");
    await bundle.dispose();
  }
  return prepared;
}

function startOptions({ dataDir, clickhouse }: Options) {
  const database = {
    CLICKHOUSE_URL: clickhouse.url,
    CLICKHOUSE_USER: clickhouse.user,
    CLICKHOUSE_PASSWORD: clickhouse.password,
    CLICKHOUSE_DATABASE: clickhouse.database,
  };
  return {
    root,
    persistDir: join(dataDir, "workers"),
    logFile: join(dataDir, "workers.log"),
    watch: false,
    clickhouse,
    bindings: {
      ingest: { VISITOR_SALT: "a salt that is only used here" },
      // After twice this time a view that lacks rows is made up for.
      consumer: { ...database, INSERT_TIMEOUT_MS: "5000" },
      api: {
        ...database,
        AUTH_SECRET: "a secret that is only used here, and long enough",
        SETUP_TOKEN: setupToken,
        DASHBOARD_URL: "http://127.0.0.1:1",
      },
    },
  };
}

async function freePorts(): Promise<{ ingest: number; api: number }> {
  const servers = [createServer(), createServer()];
  for (const server of servers) await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const [ingest = 0, api = 0] = servers.map((server) => (server.address() as { port: number }).port);
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  return { ingest, api };
}

/** The one workerd that is a child of ours: what we may kill. */
async function workerdPid(): Promise<number> {
  for (const deadline = Date.now() + 5_000; Date.now() < deadline; await pause(20)) {
    const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,comm="]);
    const own = stdout.split("\n").map((line) => /^\s*(\d+)\s+(\d+)\s+(.*workerd)\s*$/.exec(line));
    const pids = own.flatMap((match) => (Number(match?.[2]) === process.pid ? [Number(match?.[1])] : []));
    if (pids.length === 1 && pids[0]) return pids[0];
  }
  throw new Error("there is not exactly one workerd below this process");
}
