import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connectionFromUrl } from "@perigee/clickhouse";
import { MigrationError, migrateUp } from "@perigee/clickhouse/migrate";
import { applyMigrations } from "@perigee/control-plane/migrate";
import type { LocalFile } from "@perigee/schema";
import { openArchiveDoor } from "../archive-door/door.ts";
import { type ApiClient, ensureOwner, signIn } from "./api-client.ts";
import { type AppOptions, startApp, startBackEnd } from "./apps.ts";
import { build, targets } from "./build.ts";
import { startLocalClickHouse } from "./clickhouse.ts";
import { ensureDemoProject } from "./demo-project.ts";
import { readLocalFile, writeLocalFile } from "./local-json.ts";
import { type StackOptions, urlOf } from "./options.ts";
import { rememberWorkerd } from "./orphan.ts";
import { Parts } from "./parts.ts";
import { preflight } from "./preflight.ts";
import { step, tell } from "./progress.ts";
import { loadSecrets, type Secrets } from "./secrets.ts";
import { seedOnce } from "./seed-once.ts";
import { StartRefused } from "./start-refused.ts";
import { summary } from "./summary.ts";
import { type PreparedWorkers, prepareWorkers, startWorkers, type Workers } from "./workers.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url)).replace(/\/$/, "");
const ownerEmail = "owner@perigee.local";
const drainMs = 10_000;

type Context = { options: StackOptions; secrets: Secrets; parts: Parts; signal: AbortSignal };

/** Starts everything, tells where it is, and runs until the signal aborts or a part is dead for good. */
export async function startStack(options: StackOptions, signal: AbortSignal): Promise<void> {
  const { release } = await preflight(options);
  const parts = new Parts();
  try {
    const context = { options, secrets: await loadSecrets(options.dataDir), parts, signal };
    // Parts that are started again add to their logs.
    await rm(join(options.dataDir, "logs"), { recursive: true, force: true });
    await Promise.race([start(context), aborted(signal)]);
    const died = await parts.untilEnd(signal);
    if (died)
      throw new StartRefused(`${died} ended unexpectedly, again and again. Its log is ${logFile(options, died)}.`);
  } finally {
    await parts.stopAll();
    await release();
  }
}

async function start(context: Context): Promise<void> {
  const { options, parts } = context;
  await buildAll(context);
  const prepared = prepareWorkers(root);
  prepared.catch(() => {
    // Awaited, and told, once the database runs.
  });
  const clickhouseUrl = await startDatabase(context);
  const workers = await step("Starting the Workers (workerd)", async () =>
    startAllWorkers(context, { clickhouseUrl, prepared: await prepared }),
  );
  parts.add({ name: "workers", stop: () => stopWorkers(workers) });
  const { file, api } = await step("Setting up the demo project", () => setUp(context, { workers, clickhouseUrl }));
  if (options.seedEvents > 0) await seedOnce(options, file, api);
  await step(options.demo ? "Starting the dashboard and the shop" : "Starting the dashboard", () =>
    startApps(context, file),
  );
  await writeLocalFile(options.dataDir, file);
  process.stdout.write(summary(file, options));
}

async function buildAll({ options, signal }: Context): Promise<void> {
  const where = { root, env: options.env, signal };
  await step("Building the SDK", () => build(targets.sdk, where));
  if (options.dev) return;
  await step("Building the dashboard", () => build(targets.dashboard, where));
  if (options.demo) await step("Building the demo shop", () => build(targets.demo, where));
}

async function startDatabase(context: Context): Promise<string> {
  const url = context.options.clickhouseUrl ?? (await step("Starting ClickHouse (chDB)", () => startChdb(context)));
  await step("Migrating ClickHouse", () => migrate(url, context.options));
  return url;
}

/** A schema that does not fit is a matter for the person at the terminal: the database is of another version, or not there. */
async function migrate(url: string, { clickhouseUrl }: StackOptions): Promise<void> {
  try {
    await migrateUp(connectionFromUrl(url));
  } catch (cause) {
    if (!(cause instanceof MigrationError)) throw cause;
    const remedy = clickhouseUrl ? "Check --clickhouse-url." : "Start anew with --reset, or choose another --data-dir.";
    throw new StartRefused(`${cause.message} ${remedy}`, { cause });
  }
}

function startChdb({ options, secrets, parts }: Context): Promise<string> {
  return parts.keep("clickhouse", (onChild) =>
    startLocalClickHouse({
      dataDir: options.dataDir,
      logFile: logFile(options, "clickhouse"),
      port: options.ports.clickhouse,
      password: secrets.clickhousePassword,
      env: options.env,
      onChild,
    }),
  );
}

type WorkersInput = { clickhouseUrl: string; prepared: PreparedWorkers };

async function startAllWorkers({ options, secrets, parts }: Context, input: WorkersInput): Promise<Workers> {
  const connection = connectionFromUrl(input.clickhouseUrl);
  const clickhouse = {
    CLICKHOUSE_URL: connection.url,
    CLICKHOUSE_USER: connection.user,
    CLICKHOUSE_PASSWORD: connection.password,
    CLICKHOUSE_DATABASE: connection.database,
  };
  const key = { keyId: randomUUID(), secret: randomUUID() };
  const door = await openArchiveDoor({
    bucket: () => workers.archive(),
    key,
  });
  parts.add({ name: "archive door", stop: door.stop });
  const workers = await startWorkers(input.prepared, {
    root,
    persistDir: join(options.dataDir, "workers"),
    logFile: logFile(options, "workers"),
    ports: options.ports,
    watch: options.dev,
    clickhouse: connection,
    onLaunched: () => rememberWorkerd(options.dataDir),
    onGivenUp: () => parts.fail("workers"),
    bindings: {
      ingest: { VISITOR_SALT: secrets.visitorSalt, METRICS_TOKEN: secrets.metricsToken },
      consumer: { ...clickhouse, METRICS_TOKEN: secrets.metricsToken },
      api: {
        ...clickhouse,
        AUTH_SECRET: secrets.authSecret,
        SETUP_TOKEN: secrets.setupToken,
        METRICS_TOKEN: secrets.metricsToken,
        DASHBOARD_URL: urlOf(options.ports.dashboard),
        ARCHIVE_S3_URL: door.url,
        ARCHIVE_S3_KEY_ID: key.keyId,
        ARCHIVE_S3_SECRET: key.secret,
      },
    },
  });
  await applyMigrations(await workers.database());
  return workers;
}

async function setUp(
  { options, secrets }: Context,
  started: { workers: Workers; clickhouseUrl: string },
): Promise<{ file: LocalFile; api: ApiClient }> {
  const { ports } = options;
  const apiUrl = urlOf(ports.api);
  const dashboardUrl = urlOf(ports.dashboard);
  const owner = { email: ownerEmail, password: secrets.ownerPassword };
  await ensureOwner({ apiUrl, origin: dashboardUrl, setupToken: secrets.setupToken, owner });
  const api = await signIn({ apiUrl, origin: dashboardUrl, owner });
  const demo = await ensureDemoProject({
    api,
    origins: [urlOf(ports.demo), `http://localhost:${ports.demo}`],
    previous: await readLocalFile(options.dataDir),
  });
  const file = {
    ingestUrl: urlOf(ports.ingest),
    apiUrl,
    dashboardUrl,
    demoUrl: urlOf(ports.demo),
    clickhouseUrl: started.clickhouseUrl,
    consumerUrl: started.workers.consumerUrl,
    metricsToken: secrets.metricsToken,
    ...demo,
    owner,
  };
  return { file, api };
}

async function startApps({ options, parts }: Context, file: LocalFile): Promise<void> {
  const common = { root, dev: options.dev };
  const startAndKeep = (app: Omit<AppOptions, "onChild">) =>
    parts.keep(app.name, (onChild) => startApp({ ...app, onChild }));
  const dashboard = startAndKeep({
    ...common,
    name: "dashboard",
    port: options.ports.dashboard,
    env: { ...options.env, PERIGEE_API_URL: file.apiUrl, PERIGEE_INGEST_URL: file.ingestUrl },
    logFile: logFile(options, "dashboard"),
  });
  const demo =
    options.demo &&
    startAndKeep({
      ...common,
      name: "demo",
      port: options.ports.demo,
      env: {
        ...options.env,
        PERIGEE_PUBLIC_KEY: file.publicKey,
        PERIGEE_INGEST_URL: file.ingestUrl,
        PERIGEE_DASHBOARD_URL: file.dashboardUrl,
        PERIGEE_PROJECT: file.project.slug,
        SHOP_API_URL: urlOf(options.ports.backend),
      },
      logFile: logFile(options, "demo"),
    });
  await Promise.all([dashboard, demo, options.demo && keepBackEnd({ options, parts }, file)]);
}

/** Every ten seconds for metrics: whoever looks at the shop wants to see them soon. */
const metricsEveryMs = 10_000;

const keepBackEnd = ({ options, parts }: Pick<Context, "options" | "parts">, file: LocalFile): Promise<void> =>
  parts.keep("demo-api", (onChild) =>
    startBackEnd({
      root,
      port: options.ports.backend,
      env: {
        ...options.env,
        OTEL_SERVICE_NAME: "shop-api",
        OTEL_RESOURCE_ATTRIBUTES: "service.version=0.1.0,deployment.environment.name=demo",
        OTEL_EXPORTER_OTLP_ENDPOINT: file.ingestUrl,
        OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${file.secretKey}`,
        OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
        OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
        OTEL_TRACES_EXPORTER: "otlp",
        OTEL_LOGS_EXPORTER: "otlp",
        OTEL_METRICS_EXPORTER: "otlp",
        OTEL_METRIC_EXPORT_INTERVAL: String(metricsEveryMs),
        OTEL_BSP_SCHEDULE_DELAY: "1000",
        OTEL_BLRP_SCHEDULE_DELAY: "1000",
      },
      logFile: logFile(options, "demo-api"),
      onChild,
    }),
  );

async function stopWorkers(workers: Workers): Promise<void> {
  try {
    const left = await step("Draining the queue", () => workers.drain(drainMs));
    if (left > 0) tell(`${left} messages could not be stored within ${drainMs / 1000} s; ${later}`);
  } catch {
    tell(`The Workers were gone before the queue was drained; ${later}`);
  }
  await workers.stop();
}

const later = "what it held lies in the spool and is stored at the next start.";

const logFile = (options: StackOptions, name: string): string => join(options.dataDir, "logs", `${name}.log`);

/** A start that is interrupted is not a failure: what runs by then is stopped. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
