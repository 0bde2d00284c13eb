import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LocalFile } from "@perigee/schema";
import { Command, InvalidArgumentError } from "commander";
import { type Connection, connectionFromUrl } from "./connection.ts";
import { createMigration, migrateDown, migrateUp, migrationStatus } from "./migrate/index.ts";
import { defaults, seed } from "./seed/index.ts";

/** `migrate up | down [n] | create <name> | status` and `seed`, for people and scripts. */

type Where = { url?: string; dataDir: string };

const program = new Command("perigee-clickhouse").description("Perigee's ClickHouse schema and sample data.");

function withConnection(command: Command): Command {
  return command
    .option("--url <url>", "ClickHouse, such as http://user:pw@127.0.0.1:8123/?database=perigee (or CLICKHOUSE_URL)")
    .option("--data-dir <dir>", "data directory of a running local stack, to find its ClickHouse", ".perigee");
}

const migrate = program.command("migrate").description("bring the schema up or down");

withConnection(migrate.command("up").description("apply what is pending")).action(async (where: Where) => {
  const applied = await migrateUp(connectionOf(where), { onStep: say });
  console.log(applied.length === 0 ? "Nothing to do: all migrations are applied." : `Applied ${applied.length}.`);
});

withConnection(migrate.command("down").description("take back the last n migrations, with their data"))
  .argument("[n]", "how many", count, 1)
  .action(async (n: number, where: Where) => {
    const undone = await migrateDown(connectionOf(where), n, { onStep: say });
    console.log(undone.length === 0 ? "Nothing to do: no migration is applied." : `Took back ${undone.length}.`);
  });

withConnection(migrate.command("status").description("list the migrations and when each was applied")).action(
  async (where: Where) => {
    for (const { version, name, appliedAt } of await migrationStatus(connectionOf(where))) {
      console.log(`${number(version)}  ${name.padEnd(24)} ${appliedAt ? appliedAt.toISOString() : "pending"}`);
    }
  },
);

migrate
  .command("create")
  .description("write an empty migration with the next number")
  .argument("<name>", "a-z, 0-9 and _, such as add_events_campaign")
  .action(async (name: string) => console.log(await createMigration(name)));

withConnection(program.command("seed").description("write a believable month of the demo shop"))
  .option("--project <id>", "project that gets the rows; the local stack's own by default", count)
  .option("--events <n>", "rows over all tables, roughly", count, defaults.events)
  .option("--days <n>", "how many days the story lasts", count, defaults.days)
  .option("--seed <n>", "another number tells another story", count, defaults.seed)
  .option("--end <time>", "when the story ends, ISO 8601; now by default", time)
  .action(async (options: Where & { project?: number; events: number; days: number; seed: number; end?: number }) => {
    const { events, days, seed: number, end = Date.now() } = options;
    const story = { projectId: options.project ?? localFile(options.dataDir).project.id, events, days, seed: number };
    const { rows } = await seed(connectionOf(options), { ...story, endMs: end }, showProgress);
    if (process.stderr.isTTY) process.stderr.write("\n");
    const total = rows.events + rows.web_vitals + rows.errors;
    console.log(`Wrote ${total.toLocaleString("en")} rows into project ${story.projectId}, up to ${isoTime(end)}.`);
    console.log(`The same options with --end ${isoTime(end)} would write nothing twice.`);
  });

try {
  await program.parseAsync();
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

function connectionOf({ url, dataDir }: Where): Connection {
  return connectionFromUrl(url ?? (process.env["CLICKHOUSE_URL"] || localFile(dataDir).clickhouseUrl));
}

function localFile(dataDir: string): LocalFile {
  const path = join(dataDir, "local.json");
  try {
    return LocalFile.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (cause) {
    const message = `${path} does not tell where ClickHouse is. Start the stack with npm start, or give --url and --project.`;
    throw new Error(message, { cause });
  }
}

function count(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 1.");
  return Number(text);
}

function time(text: string): number {
  const epochMs = Date.parse(text);
  if (Number.isNaN(epochMs)) throw new InvalidArgumentError("It must be a time such as 2026-11-22T09:30:00Z.");
  return epochMs;
}

function say({ direction, version, name }: { direction: string; version: number; name: string }): void {
  console.log(`${direction.padEnd(4)} ${number(version)}  ${name}`);
}

/** One line that is written over on a terminal; a line each otherwise would fill a log. */
function showProgress({ rows, total }: { rows: number; total: number }): void {
  if (!process.stderr.isTTY) return;
  const share = Math.floor((rows / total) * 100);
  process.stderr.write(`\r${rows.toLocaleString("en")} of about ${total.toLocaleString("en")} rows, ${share} %  `);
}

function number(version: number): string {
  return String(version).padStart(4, "0");
}

function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
