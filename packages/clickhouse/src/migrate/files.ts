import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { splitStatements } from "./split-statements.ts";

/** The database and the migration files do not fit each other; the message says what to do. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/** A numbered file with a part that goes up and a part that takes it back. */
export type Migration = { version: number; name: string; checksum: string; up: string[]; down: string[] };

/** The product's own migrations, beside this package's source. */
export const migrationsDirectory = fileURLToPath(new URL("../../migrations/", import.meta.url));

const fileName = /^(\d{4})_([a-z][a-z0-9_]*)\.sql$/;

/** Reads all migrations in order. Throws a MigrationError for a stray file, a gap or a double in the numbers, a missing part. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const migrations: Migration[] = [];
  for (const file of (await readdir(directory)).sort()) {
    const migration = parseMigration(file, await readFile(`${directory}/${file}`, "utf8"));
    const expected = migrations.length + 1;
    if (migration.version !== expected) {
      throw new MigrationError(`${file} stands where number ${expected} must be: numbers have no gaps and no doubles.`);
    }
    migrations.push(migration);
  }
  return migrations;
}

/** The checksum is of the text with plain line ends, so that a checkout on Windows has the same one. */
export function parseMigration(file: string, text: string): Migration {
  const [, version, name] = fileName.exec(file) ?? [];
  if (version === undefined || name === undefined) {
    throw new MigrationError(`${file} is not a migration: names look like 0001_add_events.sql.`);
  }
  const plain = text.replaceAll("\r\n", "\n");
  const [head, up, down, ...more] = plain.split(/^-- \+(?:up|down)[ \t]*$/m);
  const marks = plain.match(/^-- \+(?:up|down)[ \t]*$/gm)?.map((mark) => mark.trim());
  if (head === undefined || up === undefined || down === undefined || more.length > 0 || marks?.[0] !== "-- +up") {
    throw new MigrationError(`${file} must hold one line "-- +up" and after it one line "-- +down".`);
  }
  if (splitStatements(head).length > 0) throw new MigrationError(`${file} has SQL before "-- +up".`);
  const checksum = createHash("sha256").update(plain).digest("hex");
  return { version: Number(version), name, checksum, up: splitStatements(up), down: splitStatements(down) };
}

/** Writes an empty migration with the next number and returns its path. */
export async function createMigration(name: string, directory: string = migrationsDirectory): Promise<string> {
  const next = String((await readMigrations(directory)).length + 1).padStart(4, "0");
  const file = `${next}_${name}.sql`;
  if (!fileName.test(file))
    throw new MigrationError("A migration's name holds a-z, 0-9 and _ and begins with a letter.");
  const path = `${directory.replace(/\/$/, "")}/${file}`;
  const text = `-- Say here what changes and why. Write IF [NOT] EXISTS everywhere: a run that broke off is run again.\n\n-- +up\n\n-- +down\n`;
  await writeFile(path, text, { flag: "wx" });
  return path;
}
