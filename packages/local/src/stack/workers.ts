import { execFile } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4WorkerOptions } from "miniflare";
import { workerBundle } from "./bundle-worker.ts";
import { drainQueue } from "./drain.ts";
import { host } from "./options.ts";

/** Secrets and plain variables of each Worker; everything else comes from wrangler.toml. */
export type WorkerBindings = Record<WorkerName, Record<string, string>>;
export type WorkerName = (typeof names)[number];

const names = ["ingest", "consumer", "api"] as const;

/** Seconds a message may wait for company: short, so that a visit shows within a second; in production wrangler.toml's stands. */
const queueWaitS = 0.2;

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
  /** Bundle again and reload on every change. */
  watch: boolean;
};

/** Runs the Workers of wrangler.toml in workerd, ingest and api each on a port of its own. */
export async function startWorkers(options: WorkersOptions): Promise<Workers> {
  await mkdir(dirname(options.logFile), { recursive: true });
  const log = createWriteStream(options.logFile, { mode: 0o600 });
  const configs = await readWorkerConfigs(join(options.root, "wrangler.toml"));
  const bundles = new Map<WorkerName, string>();
  let reload = () => {};
  const contexts = await Promise.all(
    configs.map(async ({ environment, main }) => {
      const bundle = await workerBundle(main, () => reload());
      bundles.set(environment, (await bundle.rebuild()).outputFiles[0]?.text ?? "");
      return { environment, bundle };
    }),
  );

  const miniflareOptions = () =>
    convertV4MiniflareOptions({
      host,
      port: 0,
      resourcePersistencePath: options.persistDir,
      telemetry: { enabled: false },
      cf: false,
      log: new Log(LogLevel.WARN),
      handleStructuredLogs: ({ level, message }) => log.write(`${new Date().toISOString()} ${level} ${message}\n`),
      workers: configs.map((config) => workerOptions(config, options, bundles.get(config.environment) ?? "")),
    });
  const miniflare = new Miniflare(miniflareOptions());
  await miniflare.ready;

  if (options.watch) {
    for (const { bundle } of contexts) await bundle.watch();
    reload = debounce(async () => {
      for (const { environment, bundle } of contexts) {
        bundles.set(environment, (await bundle.rebuild()).outputFiles[0]?.text ?? "");
      }
      await miniflare.setOptions(miniflareOptions());
    });
  } else {
    await Promise.all(contexts.map(({ bundle }) => bundle.dispose()));
  }

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
      if (options.watch) await Promise.all(contexts.map(({ bundle }) => bundle.dispose()));
      await miniflare.dispose();
      log.end();
    },
  };
}

type WorkerConfig = { environment: WorkerName; main: string; workerOptions: Omit<V4WorkerOptions, "modules"> };

async function readWorkerConfigs(configPath: string): Promise<WorkerConfig[]> {
  const script = join(dirname(fileURLToPath(import.meta.url)), "worker-config.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [script, configPath, ...names]);
  return JSON.parse(stdout);
}

/** Several files change at once when a branch is switched; one reload is enough. */
function debounce(work: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => void work(), 100);
  };
}

function workerOptions(
  { environment, workerOptions: fromToml }: WorkerConfig,
  options: WorkersOptions,
  code: string,
): V4WorkerOptions {
  const queueConsumers = Object.entries(fromToml["queueConsumers"] ?? {}).map(([queue, consumer]) => [
    queue,
    { ...consumer, maxBatchTimeout: queueWaitS },
  ]);
  return {
    ...fromToml,
    name: workerName(environment),
    modules: [{ type: "ESModule", path: "index.mjs", contents: code }],
    bindings: { ...fromToml["bindings"], ...options.bindings[environment] },
    queueConsumers: Object.fromEntries(queueConsumers),
    ...(environment === "consumer" ? {} : { unsafeDirectSockets: [{ host, port: options.ports[environment] }] }),
  };
}

export const workerName = (environment: WorkerName): string => `perigee-${environment}`;
