import { execFile } from "node:child_process";
import { createWriteStream, watch } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
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
import { drainQueue } from "./drain.ts";
import { host } from "./options.ts";

/** Secrets and plain variables of each Worker; everything else comes from wrangler.toml. */
export type WorkerBindings = Record<WorkerName, Record<string, string>>;
export type WorkerName = (typeof names)[number];

const names = ["ingest", "consumer", "api"] as const;

/** Seconds a message may wait for company: short, so that a visit shows within a second; in production wrangler.toml's stands. */
const queueWaitS = 0.2;

/** Requests per period and sender, of which benches and tests send all from one address. */
const unlimited = 1_000_000_000;

export type Workers = {
  miniflare: Miniflare;
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

/** Runs the Workers of wrangler.toml in workerd, ingest and api each on a port of its own. */
export async function startWorkers(prepared: PreparedWorkers, options: WorkersOptions): Promise<Workers> {
  await mkdir(dirname(options.logFile), { recursive: true });
  const log = createWriteStream(options.logFile, { mode: 0o600 });
  const miniflareOptions = () =>
    convertV4MiniflareOptions({
      host,
      port: 0,
      resourcePersistencePath: options.persistDir,
      telemetry: { enabled: false },
      cf: false,
      log: new Log(LogLevel.WARN),
      handleStructuredLogs: ({ level, message }) => log.write(`${new Date().toISOString()} ${level} ${message}\n`),
      workers: prepared.configs.map((config) =>
        workerOptions(config, options, prepared.code.get(config.environment) ?? ""),
      ),
    });
  const miniflare = withoutSignalHandlers(() => new Miniflare(miniflareOptions()));
  await miniflare.ready;

  // esbuild's process holds 160 MB, which only a stack that builds again needs.
  if (!options.watch) await stopEsbuild();
  const unwatch = options.watch
    ? watchSources(options.root, async () => {
        await rebuild(prepared);
        await miniflare.setOptions(miniflareOptions());
      })
    : () => {};

  return {
    miniflare,
    drain: (deadlineMs) =>
      drainQueue(miniflare, {
        ingest: workerName("ingest"),
        consumer: workerName("consumer"),
        metricsToken: options.bindings.ingest["METRICS_TOKEN"] ?? "",
        deadlineMs,
      }),
    stop: async () => {
      unwatch();
      await miniflare.dispose();
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

/**
 * Miniflare ends the process on SIGINT and SIGTERM at once, before the queue is drained; the stack has its own order of stopping,
 * of which disposing Miniflare is a step.
 */
function withoutSignalHandlers<T>(make: () => T): T {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const before = signals.map((signal) => process.listeners(signal));
  const made = make();
  for (const [index, signal] of signals.entries()) {
    for (const listener of process.listeners(signal)) {
      if (!before[index]?.includes(listener)) process.removeListener(signal, listener);
    }
  }
  return made;
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

function workerOptions(
  { environment, workerOptions: fromToml }: WorkerConfig,
  options: WorkersOptions,
  code: string,
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
    modules: [{ type: "ESModule", path: "index.mjs", contents: code }],
    bindings: { ...fromToml.bindings, ...options.bindings[environment] },
    queueConsumers: Object.fromEntries(queueConsumers),
    ratelimits: Object.fromEntries(rateLimits),
    ...(environment === "consumer" ? {} : { unsafeDirectSockets: [{ host, port: options.ports[environment] }] }),
  };
}

export const workerName = (environment: WorkerName): string => `perigee-${environment}`;
