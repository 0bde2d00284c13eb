import { type ClickHouseClient, ClickHouseError } from "@clickhouse/client-web";
import { z } from "zod";
import { createHttpClient } from "../client.ts";
import type { Connection } from "../connection.ts";
import { type Migration, MigrationError, migrationsDirectory, readMigrations } from "./files.ts";

export { createMigration, MigrationError } from "./files.ts";

/**
 * Brings ClickHouse's schema up and down by numbered SQL files and records each step in `schema_migrations`. ClickHouse has
 * no transactions for DDL, so a run that breaks off leaves a half-made migration unrecorded; the next run repeats it, which is
 * why every statement says IF [NOT] EXISTS. For the same reason two runs at once do no harm: both end in the same schema, and
 * the record is a log in which a repeated line changes nothing. Up and down at the same time is not defended against.
 */
export type MigrateOptions = {
  directory?: string;
  /** Called before each migration runs. */
  onStep?: (step: { direction: "up" | "down"; version: number; name: string }) => void;
};

export type MigrationState = { version: number; name: string; appliedAt: Date | undefined };

const requestTimeoutMs = 120_000;

/** Makes the database when it is missing and applies what is pending. Returns the applied versions. */
export async function migrateUp(connection: Connection, options: MigrateOptions = {}): Promise<number[]> {
  const migrations = await readMigrations(options.directory ?? migrationsDirectory);
  const client = await open(connection);
  const pending = migrations.slice((await appliedOf(client, migrations)).length);
  for (const migration of pending) await step(client, { migration, direction: "up", ...options });
  return pending.map(({ version }) => version);
}

/** Takes back the last `count` applied migrations, newest first. Returns their versions. */
export async function migrateDown(connection: Connection, count = 1, options: MigrateOptions = {}): Promise<number[]> {
  const migrations = await readMigrations(options.directory ?? migrationsDirectory);
  const client = await open(connection);
  const applied = (await appliedOf(client, migrations)).length;
  const undone = migrations.slice(Math.max(0, applied - count), applied).reverse();
  for (const migration of undone) await step(client, { migration, direction: "down", ...options });
  return undone.map(({ version }) => version);
}

/** All migrations, with the time at which each was applied. Fails like `migrateUp` when files and database do not fit. */
export async function migrationStatus(connection: Connection, options: MigrateOptions = {}): Promise<MigrationState[]> {
  const migrations = await readMigrations(options.directory ?? migrationsDirectory);
  const applied = await appliedOf(await open(connection), migrations);
  return migrations.map(({ version, name }, index) => ({ version, name, appliedAt: applied[index]?.appliedAt }));
}

async function open(connection: Connection): Promise<ClickHouseClient> {
  const anywhere = createHttpClient({ ...connection, database: "default" }, requestTimeoutMs);
  const createDatabase = anywhere.command({ query: `CREATE DATABASE IF NOT EXISTS \`${connection.database}\`` });
  await createDatabase.catch((cause: unknown) => {
    const reason = cause instanceof ClickHouseError ? `refuses: ${cause.message}` : "does not answer.";
    throw new MigrationError(`ClickHouse at ${connection.url} ${reason}`, { cause });
  });
  const client = createHttpClient(connection, requestTimeoutMs);
  await client.command({ query: createHistory });
  return client;
}

const createHistory = `
  CREATE TABLE IF NOT EXISTS schema_migrations
  (
      version    UInt32                        COMMENT 'Number of the migration file',
      name       String                        COMMENT 'Name of the migration file without number and ending',
      checksum   String                        COMMENT 'SHA-256 of the file when it ran, in hex',
      direction  String                        COMMENT 'up or down; the last line of a version tells whether it is applied',
      applied_at DateTime64(6, 'UTC') DEFAULT now64(6) COMMENT 'When the migration had finished'
  )
  ENGINE = MergeTree ORDER BY (version, applied_at)
  COMMENT 'Log of the schema migrations that ran in this database'`;

const HistoryRow = z.object({
  version: z.int(),
  name: z.string(),
  checksum: z.string(),
  appliedAtMs: z.coerce.number(),
});

/** What is applied, in order, after checking that it is exactly the first files and that none was edited since. */
async function appliedOf(client: ClickHouseClient, migrations: Migration[]) {
  const answer = await client.query({
    query: `
      SELECT version, argMax(name, applied_at) AS name, argMax(checksum, applied_at) AS checksum,
        argMax(direction, applied_at) AS last, toUnixTimestamp64Milli(toDateTime64(max(applied_at), 3)) AS appliedAtMs
      FROM schema_migrations GROUP BY version HAVING last = 'up' ORDER BY version`,
    format: "JSONEachRow",
  });
  const applied = z.array(HistoryRow).parse(await answer.json());
  for (const [index, { version, name, checksum }] of applied.entries()) {
    const file = migrations[version - 1];
    if (!file) throw new MigrationError(`Migration ${version} (${name}) is applied, but its file is missing.`);
    if (version !== index + 1)
      throw new MigrationError(`Migration ${index + 1} is not applied although ${version} is.`);
    if (file.checksum !== checksum) {
      throw new MigrationError(
        `Migration ${version} (${name}) was edited after it was applied. Restore the file and write a new migration.`,
      );
    }
  }
  return applied.map(({ appliedAtMs }) => ({ appliedAt: new Date(appliedAtMs) }));
}

type Step = { migration: Migration; direction: "up" | "down" } & MigrateOptions;

async function step(client: ClickHouseClient, { migration, direction, onStep }: Step): Promise<void> {
  const { version, name, checksum } = migration;
  onStep?.({ direction, version, name });
  for (const query of migration[direction]) {
    await client.command({ query }).catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new MigrationError(`Migration ${version} (${name}) failed going ${direction}: ${reason}`, { cause });
    });
  }
  await client.command({
    query: `INSERT INTO schema_migrations (version, name, checksum, direction)
      SELECT {version:UInt32}, {name:String}, {checksum:String}, {direction:String}`,
    query_params: { version, name, checksum, direction },
    clickhouse_settings: { async_insert: 0 },
  });
}
