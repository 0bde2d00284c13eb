import { fstatSync } from "node:fs";
import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { StartRefused } from "./stack/start-refused.ts";
import { startStack } from "./stack/start-stack.ts";

/** `npm start`: the whole of Perigee on this machine. Everything it keeps lies in the data directory. */

const program = new Command("npm start --")
  .description("Runs Perigee on this machine: ClickHouse (chDB), the Workers, the dashboard and a demo shop.")
  .option("--demo-port <port>", "port of the demo shop", port, 3000)
  .option("--backend-port <port>", "port of the demo shop's back end", port, 3002)
  .option("--dashboard-port <port>", "port of the dashboard", port, 3001)
  .option("--ingest-port <port>", "port of the ingest Worker (where SDKs send)", port, 8787)
  .option("--api-port <port>", "port of the API Worker", port, 8788)
  .option("--clickhouse-port <port>", "port of ClickHouse's HTTP interface", port, 8123)
  .option("--data-dir <folder>", "where data, logs and local.json are kept", ".perigee")
  .option(
    "--clickhouse-url <url>",
    "use this ClickHouse instead of chDB, such as http://user:password@host:8123/?database=perigee",
  )
  .option("--no-seed", "do not fill the demo project with a month of sample data")
  .option("--seed-events <count>", "size of the sample data, in events", count, 280_000)
  .option("--no-demo", "do not start the demo shop")
  .option("--reset", "delete everything in the data directory first")
  .option("--dev", "rebuild and reload on every change of the source")
  .action(run);

await program.parseAsync();

type Flags = {
  demoPort: number;
  backendPort: number;
  dashboardPort: number;
  ingestPort: number;
  apiPort: number;
  clickhousePort: number;
  dataDir: string;
  clickhouseUrl?: string;
  seed: boolean;
  seedEvents: number;
  demo: boolean;
  reset?: boolean;
  dev?: boolean;
};

async function run(flags: Flags): Promise<void> {
  const stopping = new AbortController();
  onSignal(() => stopping.abort());
  try {
    await startStack(
      {
        ports: {
          demo: flags.demoPort,
          backend: flags.backendPort,
          dashboard: flags.dashboardPort,
          ingest: flags.ingestPort,
          api: flags.apiPort,
          clickhouse: flags.clickhousePort,
        },
        dataDir: resolve(flags.dataDir),
        clickhouseUrl: flags.clickhouseUrl,
        seedEvents: flags.seed ? flags.seedEvents : 0,
        demo: flags.demo,
        reset: flags.reset ?? false,
        dev: flags.dev ?? false,
        env: process.env,
      },
      stopping.signal,
    );
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
  // A step that was interrupted may still hold a handle; everything that must be closed has been.
  process.exit();
}

/** The first signal stops in order; a later one, a second or more after it, ends at once. npm passes each signal on, so it may come twice. */
function onSignal(stop: () => void): void {
  let firstAt = 0;
  const handle = () => {
    if (firstAt === 0) {
      firstAt = Date.now();
      stop();
    } else if (Date.now() - firstAt > 1000) {
      process.exit(130);
    }
  };
  process.on("SIGINT", handle);
  process.on("SIGTERM", handle);
  // A pipe on stdin is held by whoever started us: its end is theirs.
  if (fstatSync(0).isFIFO() || fstatSync(0).isSocket()) process.stdin.on("close", stop).resume();
}

function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value < 65_536) return value;
  throw new InvalidArgumentError("A port is a whole number from 1 to 65535.");
}

function count(text: string): number {
  const value = Number(text.replaceAll("_", ""));
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("Give a whole number above 0.");
}
