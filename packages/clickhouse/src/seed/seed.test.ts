import { expect, it } from "vitest";
import { ownDatabase, rowsOf } from "../../test/database.ts";
import { migrateUp } from "../migrate/index.ts";
import { sql, table } from "../sql.ts";
import { seed } from "./index.ts";

const connection = ownDatabase();

it("writes the story once, however often it is told, and tells how far it is", async () => {
  await migrateUp(connection);
  const options = { projectId: 5, events: 60_000, days: 3, endMs: Date.now() };
  const told: number[] = [];
  const { rows } = await seed(connection, options, (progress) => {
    expect(progress.rows).toBeLessThanOrEqual(progress.total);
    told.push(progress.rows);
  });
  await seed(connection, options);
  expect(told.length).toBeGreaterThan(1);
  expect(told.at(-1)).toBe(Object.values(rows).reduce((sum, written) => sum + written, 0));
  for (const [name, written] of Object.entries(rows)) {
    const count = sql`SELECT count() AS n FROM ${table(name as keyof typeof rows)}`;
    expect(await rowsOf(connection, count)).toEqual([{ n: written }]);
  }
  expect(await rowsOf(connection, sql`SELECT sum(events) AS n FROM sessions`)).toEqual([{ n: rows.events }]);
});

it("throws when ClickHouse has no such tables", async () => {
  const elsewhere = { ...connection, url: "http://127.0.0.1:1" };
  await expect(seed(elsewhere, { projectId: 5, events: 100, days: 1 })).rejects.toThrow("did not take the rows");
});
