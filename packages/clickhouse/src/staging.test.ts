import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { command, gzipLines, ownDatabase, rowsOf, write } from "../test/database.ts";
import { eventRow, sessionAt } from "../test/rows.ts";
import { migrateUp } from "./migrate/index.ts";
import { sql } from "./sql.ts";
import { dropStaging, fillStaging, moveStaging, openStaging, type Staging } from "./staging.ts";

const connection = ownDatabase();
const at = Date.UTC(2026, 5, 1, 12);
const retentionDays = 1;
const staging: Staging = { connection, table: "events", name: "restore_events_test" };

let projects = 100;
const rowsFor = (projectId: number, count: number) =>
  Array.from({ length: count }, (_, seq) =>
    eventRow({ at: at + seq, project_id: projectId, session_id: sessionAt(at), seq }),
  );

/** Rows in the table and as the view has counted them. */
async function counts(projectId: number) {
  const project = { UInt32: projectId };
  const [found] = await rowsOf<{ rows: number; counted: number }>(
    connection,
    sql`SELECT count() AS rows, (SELECT sum(events) FROM sessions WHERE project_id = ${project}) AS counted
      FROM events WHERE project_id = ${project}`,
  );
  return found;
}

async function restore(projectId: number, files: object[][]) {
  expect(await openStaging(staging)).toEqual({ ok: true });
  for (const rows of files) expect(await fillStaging(staging, gzipLines(rows))).toEqual({ ok: true });
  const moved = await moveStaging(staging, { projectId, retentionDays });
  expect(await dropStaging(staging)).toMatchObject({ ok: true });
  return moved.ok ? moved.value : moved.failure;
}

beforeAll(() => migrateUp(connection));

describe("rows from a staging table", () => {
  it("are written once, in the table and in its views, however often and whatever part of them was there", async () => {
    const part = fc.record({ count: fc.integer({ min: 1, max: 40 }), there: fc.nat(), repeats: fc.nat({ max: 2 }) });
    await fc.assert(
      fc.asyncProperty(part, async ({ count, there, repeats }) => {
        const projectId = projects++;
        const all = rowsFor(projectId, count);
        const present = all.slice(0, there % count);
        if (present.length > 0) await write(connection, "events", present);
        const files = Array.from({ length: 1 + repeats }, () => all);
        const restored = count - present.length;
        const read = count * files.length;
        expect(await restore(projectId, files)).toEqual({ read, restored, present: read - restored });
        expect(await counts(projectId)).toEqual({ rows: count, counted: count });
        expect(await restore(projectId, files)).toEqual({ read, restored: 0, present: read });
        expect(await counts(projectId)).toEqual({ rows: count, counted: count });
      }),
      { numRuns: 8 },
    );
  });

  it("come back after they were dropped, even twice: ClickHouse's memory of blocks does not count", async () => {
    const projectId = projects++;
    const all = rowsFor(projectId, 20);
    for (const _ of [1, 2]) {
      for (const table of ["events", "sessions"])
        await command(connection, `DELETE FROM ${table} WHERE project_id = ${projectId}`);
      expect(await counts(projectId)).toMatchObject({ rows: 0 });
      expect(await restore(projectId, [all])).toMatchObject({ restored: 20 });
      expect(await counts(projectId)).toEqual({ rows: 20, counted: 20 });
    }
  });

  it("of another project stay out", async () => {
    const [mine, other] = [projects++, projects++];
    expect(await restore(mine, [rowsFor(mine, 2), rowsFor(other, 3)])).toEqual({ read: 2, restored: 2, present: 0 });
    expect(await counts(other)).toMatchObject({ rows: 0 });
  });

  it("are kept as long as was asked, or longer where their own retention says so", async () => {
    const projectId = projects++;
    const rows = [1, 5_000].map((days) => eventRow({ at: Date.now(), project_id: projectId, retention_days: days }));
    await openStaging(staging);
    await fillStaging(staging, gzipLines(rows));
    expect(await moveStaging(staging, { projectId, retentionDays: 400 })).toMatchObject({ ok: true });
    const kept = sql`SELECT retention_days AS days FROM events WHERE project_id = ${{ UInt32: projectId }} ORDER BY days`;
    expect(await rowsOf(connection, kept)).toEqual([{ days: 400 }, { days: 5_000 }]);
  });

  it("may have fields that the table has lost", async () => {
    const projectId = projects++;
    const [row] = rowsFor(projectId, 1);
    expect(await restore(projectId, [[{ ...row, lost_column: 1 }]])).toMatchObject({ restored: 1 });
  });
});

it("refuses rows that cannot be read, and other names of tables", async () => {
  await openStaging(staging);
  expect(await fillStaging(staging, new Uint8Array([1, 2, 3]))).toMatchObject({ ok: false, kind: "refused" });
  expect(await fillStaging(staging, gzipLines([{ ts: "yesterday" }]))).toMatchObject({ ok: false, kind: "refused" });
  const bad = { ...staging, name: "restore_x; DROP TABLE events" as const };
  await expect(fillStaging(bad, gzipLines([]))).rejects.toThrow();
  await expect(openStaging(bad)).rejects.toThrow(TypeError);
});
