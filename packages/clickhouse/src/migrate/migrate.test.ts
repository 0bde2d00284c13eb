import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rowSchemas } from "@perigee/schema";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { command, ownDatabase, rowsOf } from "../../test/database.ts";
import type { Connection } from "../connection.ts";
import { sql } from "../sql.ts";
import { tables } from "../tables.ts";
import { migrationsDirectory, parseMigration } from "./files.ts";
import { createMigration, MigrationError, migrateDown, migrateUp, migrationStatus } from "./index.ts";

describe("the product's own migrations", () => {
  const connection = ownDatabase();
  const all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

  beforeAll(() => migrateUp(connection));

  it("are applied once", async () => {
    expect(await migrateUp(connection)).toEqual([]);
    const states = await migrationStatus(connection);
    expect(states.map(({ version, appliedAt }) => [version, appliedAt instanceof Date])).toEqual(
      all.map((n) => [n, true]),
    );
  });

  it.each(Object.keys(rowSchemas) as (keyof typeof rowSchemas)[])(
    "make %s with the columns of its row schema, in order",
    async (name) => {
      expect(await columnsOf(connection, name)).toEqual(Object.keys(rowSchemas[name].shape));
    },
  );

  it("make the tables that the table list names", async () => {
    for (const [name, columns] of Object.entries(tables)) expect(await columnsOf(connection, name)).toEqual(columns);
  });

  it("give every table, view and column a comment", async () => {
    const silent = sql`
      SELECT name FROM system.tables WHERE database = ${{ String: connection.database }} AND comment = ''
      UNION ALL
      SELECT table || '.' || columns.name AS name FROM system.columns
      JOIN system.tables ON tables.database = columns.database AND tables.name = columns.table
      WHERE columns.database = ${{ String: connection.database }} AND columns.comment = '' AND engine != 'MaterializedView'`;
    expect(await rowsOf(connection, silent)).toEqual([]);
  });

  it("go all the way down and up again", async () => {
    expect(await migrateDown(connection, 99)).toEqual(all.toReversed());
    expect(await tablesOf(connection)).toEqual(["schema_migrations"]);
    expect(await migrateUp(connection)).toEqual(all);
    expect(await migrateDown(connection)).toEqual(all.slice(-1));
    expect(await migrateUp(connection)).toEqual(all.slice(-1));
  });

  it("do no harm when two processes bring them up at once", async () => {
    const shared = { ...connection, database: `${connection.database}_twice` };
    await Promise.all([migrateUp(shared), migrateUp(shared)]);
    expect((await migrationStatus(shared)).every(({ appliedAt }) => appliedAt)).toBe(true);
    expect(await migrateUp(shared)).toEqual([]);
    await command(connection, `DROP DATABASE ${shared.database}`);
  });
});

describe("a directory of migrations", () => {
  const connection = ownDatabase();
  let directory: string;
  const file = (name: string, text: string) => writeFile(join(directory, name), text);
  const makes = (name: string) =>
    `-- +up\nCREATE TABLE IF NOT EXISTS ${name} (a UInt8) ENGINE = MergeTree ORDER BY a;\n-- +down\nDROP TABLE IF EXISTS ${name};\n`;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "perigee-migrations-"));
    await file("0001_one.sql", makes("one"));
    await file("0002_two.sql", makes("two"));
  });
  afterEach(async () => {
    await command({ ...connection, database: "default" }, `DROP DATABASE IF EXISTS ${connection.database}`);
    await rm(directory, { recursive: true });
  });

  it("is applied in order, and told of", async () => {
    const told: unknown[] = [];
    await migrateUp(connection, { directory, onStep: (step) => told.push(step) });
    expect(told).toEqual([
      { direction: "up", version: 1, name: "one" },
      { direction: "up", version: 2, name: "two" },
    ]);
    expect(await tablesOf(connection)).toEqual(["one", "schema_migrations", "two"]);
  });

  it("goes on where a run broke off", async () => {
    await file("0002_two.sql", makes("two").replace("-- +down", "SELECT nonsense;\n-- +down"));
    await expect(migrateUp(connection, { directory })).rejects.toThrow(
      /^Migration 2 \(two\) failed going up: .*nonsense/,
    );
    await file("0002_two.sql", makes("two"));
    expect(await migrateUp(connection, { directory })).toEqual([2]);
  });

  it("is refused when an applied file was edited, but not for its line ends", async () => {
    await migrateUp(connection, { directory });
    await file("0001_one.sql", makes("one").replaceAll("\n", "\r\n"));
    expect(await migrateUp(connection, { directory })).toEqual([]);
    await file("0001_one.sql", makes("one").replace("UInt8", "UInt16"));
    for (const attempt of [migrateUp, migrationStatus]) {
      await expect(attempt(connection, { directory })).rejects.toThrow("Migration 1 (one) was edited");
    }
    await expect(migrateDown(connection, 1, { directory })).rejects.toThrow("Migration 1 (one) was edited");
  });

  it("is refused when an applied file is missing", async () => {
    await migrateUp(connection, { directory });
    await rm(join(directory, "0002_two.sql"));
    await expect(migrateUp(connection, { directory })).rejects.toThrow(
      "Migration 2 (two) is applied, but its file is missing",
    );
  });

  it.each([
    ["a gap in the numbers", "0004_four.sql", "stands where number 3 must be"],
    ["a double number", "0002_zwei.sql", "stands where number 3 must be"],
    ["a stray file", "notes.txt", "is not a migration"],
    ["a name in another style", "0003_AddUsers.sql", "is not a migration"],
  ])("is refused for %s", async (_, name, message) => {
    await file(name, makes("three"));
    await expect(migrateUp(connection, { directory })).rejects.toThrow(message);
  });

  it("gets a new file with the next number, which can be applied as it is", async () => {
    const path = await createMigration("add_three", directory);
    expect(path).toBe(join(directory, "0003_add_three.sql"));
    expect(await readFile(path, "utf8")).toContain("-- +up");
    expect(await migrateUp(connection, { directory })).toEqual([1, 2, 3]);
    await expect(createMigration("Add Four", directory)).rejects.toThrow(MigrationError);
  });
});

describe("parseMigration", () => {
  it.each([
    ["no parts", "SELECT 1;"],
    ["no down part", "-- +up\nSELECT 1;"],
    ["parts the wrong way round", "-- +down\nSELECT 1;\n-- +up\nSELECT 2;"],
    ["two up parts", "-- +up\n-- +up\n-- +down\n"],
    ["SQL before the parts", "SELECT 1;\n-- +up\n-- +down\n"],
  ])("refuses a file with %s", (_, text) => expect(() => parseMigration("0001_x.sql", text)).toThrow(MigrationError));

  it("holds the product's files in the form it asks for", async () => {
    const copy = await mkdtemp(join(tmpdir(), "perigee-migrations-"));
    await cp(migrationsDirectory, copy, { recursive: true });
    await createMigration("next", copy);
    await rm(copy, { recursive: true });
  });
});

async function columnsOf(connection: Connection, name: string): Promise<string[]> {
  const query = sql`SELECT name FROM system.columns WHERE database = ${{ String: connection.database }}
    AND table = ${{ String: name }} AND default_kind NOT IN ('MATERIALIZED', 'ALIAS') ORDER BY position`;
  return (await rowsOf<{ name: string }>(connection, query)).map((row) => row.name);
}

async function tablesOf(connection: Connection): Promise<string[]> {
  const query = sql`SELECT name FROM system.tables WHERE database = ${{ String: connection.database }} ORDER BY name`;
  return (await rowsOf<{ name: string }>(connection, query)).map((row) => row.name);
}
