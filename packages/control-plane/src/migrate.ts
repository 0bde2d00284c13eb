import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { D1PreparedStatement } from "@cloudflare/workers-types";

/** drizzle-kit puts this between the statements of a file. */
const breakpoint = "--> statement-breakpoint";

export type Migration = { name: string; statements: string[] };

/** What is needed of a D1 binding: the Worker's own, or Miniflare's proxy of it in Node. */
type Database = {
  prepare(sql: string): D1PreparedStatement;
  batch(statements: D1PreparedStatement[]): Promise<unknown>;
};

/** The migrations of this package in order. Reads the folder, so it runs in Node alone. */
export function readMigrations(): Migration[] {
  const folder = join(import.meta.dirname, "../migrations");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => ({ name, statements: readFileSync(join(folder, name), "utf8").split(breakpoint) }));
}

/**
 * Applies the migrations that are new and records them as wrangler does, so that `wrangler d1 migrations apply` finds them applied.
 * Each file and its record are one transaction.
 * @returns the names of those that were applied now.
 */
export async function applyMigrations(db: Database, migrations: Migration[] = readMigrations()): Promise<string[]> {
  await db
    .prepare(
      `CREATE TABLE IF NOT EXISTS "d1_migrations"(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT UNIQUE,
        applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
      )`,
    )
    .run();
  const { results } = await db.prepare(`SELECT name FROM "d1_migrations"`).all<{ name: string }>();
  const applied = new Set(results.map(({ name }) => name));
  const fresh = migrations.filter(({ name }) => !applied.has(name));
  for (const { name, statements } of fresh) {
    const record = db.prepare(`INSERT INTO "d1_migrations" (name) VALUES (?)`).bind(name);
    await db.batch([...statements.map((statement) => db.prepare(statement)), record]);
  }
  return fresh.map(({ name }) => name);
}
