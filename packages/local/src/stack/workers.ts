import { execFile } from "node:child_process";
import { createWriteStream, watch } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Connection } from "@perigee/clickhouse";
import { type BuildContext, stop as stopEsbuild } from "esbuild";
import {
  convertV4MiniflareOptions,
  Log,
  LogLevel,
  Miniflare,
  type V4WorkerOptions,
  type V4WorkerOptionsShape,
} from "miniflare";
import { workerBundle } from "./bundle-worker.ts";
import { everyMinute, untilInsertsEnd } from "./cron.ts";
import { drainQueue } from "./drain.ts";
import { keepRuntime } from "./keep-runtime.ts";
import { host, urlOf } from "./options.ts";

/** Secrets and plain variables of each Worker; everything else comes from wrangler.toml. */
export type WorkerBindings = Record<WorkerName, Record<string, string>>;
export type WorkerName = (typeof names)[number];

const names = ["ingest", "consumer", "api"] as const;

/** Seconds a message may wait for company: short, so that a visit shows within a second; in production wrangler.toml's stands. */
const queueWaitS = 0.2;

/** Requests per period and sender, of which benches and tests send all from one address. */
const unlimited = 1_000_000_000;

export type Workers = {
  /** What binding DB of the API Worker leads to. */
  database: () => ReturnType<Miniflare["getD1Database"]>;
  /** The bucket of the cold archive. */
  archive: () => ReturnType<Miniflare["getR2Bucket"]>;
  /** Where the consumer answers `/metrics`. */
  consumerUrl: string;
  /** Waits until the queue has been delivered; answers how many messages are left when the time is up. */
  drain: (deadlineMs: number) => Promise<number>;
  stop: () => Promise<void>;
};

export type WorkersOptions = {
  root: string;
  /** Where KV, D1 and R2 are kept. */
  persistDir: string;
  logFile: string;
  ports: { ingest: number; api: number };
  bindings: WorkerBindings;
  /** The ClickHouse of these Workers. */
  clickhouse: Connection;
  /** After each start of workerd. */
  onLaunched: () => Promise<void>;
  /** workerd has died too often. */
  onGivenUp: () => void;
  /** Bundle again and reload on every change of a source. */
  watch: boolean;
};

/** The Workers' configuration and code, ready to run: the slow part of their start, which needs nothing of the other parts. */
export type PreparedWorkers = {
  configs: WorkerConfig[];
  bundles: { environment: WorkerName; context: BuildContext<{ write: false }> }[];
  code: Map<WorkerName, string>;
};

export async function prepareWorkers(root: string): Promise<PreparedWorkers> {
  const configs = await readWorkerConfigs(join(root, "wrangler.toml"));
  const bundles = await Promise.all(
    configs.map(async ({ environment, main }) => ({ environment, context: await workerBundle(main) })),
  );
  const prepared = { configs, bundles, code: new Map<WorkerName, string>() };
  await rebuild(prepared);
  return prepared;
}

async function rebuild({ bundles, code }: PreparedWorkers): Promise<void> {
  for (const { environment, context } of bundles) {
    code.set(environment, (await context.rebuild()).outputFiles[0]?.text ?? "");
  }
}

/**
 * Runs the Workers of wrangler.toml in workerd, each on a port of its own, and the consumer's cron at once and each minute. The
 * queues live in workerd's memory: what they held when it ended lies in the spool, and the first sweep stores it.
 */
export async function startWorkers(prepared: PreparedWorkers, options: WorkersOptions): Promise<Workers> {
  await mkdir(dirname(options.logFile), { recursive: true });
  const log = createWriteStream(options.logFile, { mode: 0o600, flags: "a" });
  const write = (level: string, message: string) => log.write(`${new Date().toISOString()} ${level} ${message}\n`);
  let consumerPort = 0;
  const runtime = await keepRuntime({
    make: (onCrash) =>
      new Miniflare(
        convertV4MiniflareOptions({
          host,
          port: 0,
          resourcePersistencePath: options.persistDir,
          telemetry: { enabled: false },
          cf: false,
          log: new Log(LogLevel.WARN),
          handleStructuredLogs: ({ level, message }) => write(level, message),
          unsafeHandleRuntimeRestart: onCrash,
          workers: prepared.configs.map((config) =>
            workerOptions(config, { ...options, ports: { ...options.ports, consumer: consumerPort } }, prepared.code),
          ),
        }),
      ),
    onLaunched: async (miniflare) => {
      consumerPort = Number((await miniflare.unsafeGetDirectURL(workerName("consumer"))).port);
      await options.onLaunched();
      // The killed consumer's INSERT may still be running; nobody waits for the sweep.
      void untilInsertsEnd(options.clickhouse).then(runCron);
    },
    onGivenUp: options.onGivenUp,
  });
  async function runCron(): Promise<void> {
    const miniflare = runtime.current();
    try {
      const consumer = await miniflare.getWorker(workerName("consumer"));
      await consumer.scheduled({ cron: "* * * * *", scheduledTime: new Date() });
    } catch (error) {
      write("error", `the cron could not be run: ${String(error)}`);
      runtime.crashed(miniflare);
    }
  }
  const cron = everyMinute(() => void runCron());

  // esbuild's process holds 160 MB, which only a stack that builds again needs.
  if (!options.watch) await stopEsbuild();
  const unwatch = options.watch
    ? watchSources(options.root, async () => {
        await rebuild(prepared);
        await runtime.relaunch();
      })
    : () => {};

  return {
    database: () => runtime.current().getD1Database("DB", workerName("api")),
    archive: () => runtime.current().getR2Bucket("ARCHIVE", workerName("api")),
    consumerUrl: urlOf(consumerPort),
    drain: (deadlineMs) =>
      drainQueue(runtime.current(), {
        ingest: workerName("ingest"),
        consumer: workerName("consumer"),
        metricsToken: options.bindings.ingest["METRICS_TOKEN"] ?? "",
        deadlineMs,
      }),
    stop: async () => {
      unwatch();
      cron.stop();
      await runtime.stop();
      log.end();
    },
  };
}

type WorkerConfig = { environment: WorkerName; main: string; workerOptions: V4WorkerOptionsShape };

async function readWorkerConfigs(configPath: string): Promise<WorkerConfig[]> {
  const script = join(dirname(fileURLToPath(import.meta.url)), "worker-config.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [script, configPath, ...names]);
  return JSON.parse(stdout);
}

/** Several files change at once when a branch is switched; one reload is enough. */
function watchSources(root: string, reload: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watchers = ["workers", "packages"].map((folder) =>
    watch(join(root, folder), { recursive: true }, () => {
      clearTimeout(timer);
      // A file that does not compile keeps the last good build running; its error is in esbuild's words.
      timer = setTimeout(() => void reload().catch((error: Error) => process.stderr.write(`${error.message}\n`)), 200);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

type Ports = WorkersOptions["ports"] & { consumer: number };

function workerOptions(
  { environment, workerOptions: fromToml }: WorkerConfig,
  { bindings, ports }: { bindings: WorkerBindings; ports: Ports },
  code: PreparedWorkers["code"],
): V4WorkerOptions {
  const queueConsumers = Object.entries((fromToml.queueConsumers ?? {}) as Record<string, object>).map(
    ([queue, consumer]) => [queue, { ...consumer, maxBatchTimeout: queueWaitS }],
  );
  const rateLimits = Object.entries(fromToml.ratelimits ?? {}).map(([binding, { simple, ...rest }]) => [
    binding,
    { ...rest, simple: { ...simple, limit: unlimited } },
  ]);
  return {
    ...fromToml,
    name: workerName(environment),
    modules: [{ type: "ESModule", path: "index.mjs", contents: code.get(environment) ?? "" }],
    bindings: { ...fromToml.bindings, ...durability[environment](), ...bindings[environment] },
    queueConsumers: Object.fromEntries(queueConsumers),
    ratelimits: Object.fromEntries(rateLimits),
    unsafeDirectSockets: [{ host, port: ports[environment] }],
  };
}

/** The simulator's queues forget: R2 takes every message first, and the consumer learns from when on its queues know what was sent. */
const durability: Record<WorkerName, () => Record<string, string>> = {
  ingest: () => ({ SPOOL: "always" }),
  consumer: () => ({ QUEUE_STARTED_AT: String(Date.now()) }),
  api: () => ({}),
};

const workerName = (environment: WorkerName): string => `perigee-${environment}`;
