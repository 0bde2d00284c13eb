import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { command, ownDatabase, rowsOf, write } from "../test/database.ts";
import { eventRow, sessionAt } from "../test/rows.ts";
import { migrateUp } from "./migrate/index.ts";
import { type Doubtful, findMiscounts, mendMiscounts } from "./recount.ts";
import { sql } from "./sql.ts";

const connection = ownDatabase();
const at = Date.UTC(2026, 5, 1, 23, 50);

let projects = 100;
let messages = 0;
const newMessage = () => `018f0000-0000-7000-8000-${String(++messages).padStart(12, "0")}`;

beforeAll(() => migrateUp(connection));

/** Writes rows as a server does that is killed before its views have them. */
async function writeTorn(rows: ReturnType<typeof eventRow>[]) {
  await command(connection, `DETACH TABLE ${connection.database}.sessions_mv`);
  try {
    await write(connection, "events", rows);
  } finally {
    await command(connection, `ATTACH TABLE ${connection.database}.sessions_mv`);
  }
}

const visitsOf = (projectId: number) =>
  rowsOf(
    connection,
    sql`SELECT toString(session_id) AS id, toString(started_at) AS started, retention_days, sum(events) AS events,
        sum(pageviews) AS pageviews, toString(min(first_event_at)) AS first, toString(max(last_event_at)) AS last,
        argMinMerge(entry_path) AS entry, argMaxMerge(exit_path) AS exit, max(user_id) AS user, max(weight) AS weight,
        any(browser) AS browser, any(country) AS country
      FROM sessions WHERE project_id = ${{ UInt32: projectId }} GROUP BY 1, 2, 3 ORDER BY ALL`,
  );

async function found(doubtful: Doubtful): Promise<string[]> {
  const result = await findMiscounts(connection, doubtful);
  return result.ok ? result.value : Promise.reject(new Error(result.failure.message));
}

const row = fc.record({
  visit: fc.integer({ min: 0, max: 2 }),
  at: fc.integer({ min: at, max: at + 20 * 60_000 }),
  event: fc.constantFrom("pageview", "click"),
  path: fc.constantFrom("/", "/a", "/b"),
  user_id: fc.constantFrom("", "u1"),
  message: fc.integer({ min: 0, max: 2 }),
  retention_days: fc.constantFrom(3_650, 3_000),
  isTorn: fc.boolean(),
});

describe("visits whose view was torn", () => {
  it("are as if it had not been, once they are mended, and then lack nothing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (given) => {
        const [torn, whole] = [projects++, projects++];
        const ids = [0, 1, 2].map(newMessage);
        const visits = [at, at - 60_000, at - 30 * 3_600_000].map(sessionAt);
        const of = (project_id: number, wanted: typeof given) =>
          wanted.map(({ visit, message, isTorn: _, ...rest }) =>
            eventRow({ ...rest, project_id, session_id: visits[visit] ?? "", message_id: ids[message] ?? "" }),
          );
        const [lost, kept] = [given.filter(({ isTorn }) => isTorn), given.filter(({ isTorn }) => !isTorn)];
        if (kept.length > 0) await write(connection, "events", of(torn, kept));
        if (lost.length > 0) await writeTorn(of(torn, lost));
        await write(connection, "events", of(whole, given));

        const doubtful = { projectId: torn, messageIds: ids, earliest: at, latest: at };
        const miscounts = await found(doubtful);
        expect(miscounts.length > 0).toBe(lost.length > 0);
        for (const _ of [1, 2])
          expect(await mendMiscounts(connection, doubtful, miscounts)).toMatchObject({ ok: true });
        expect(await visitsOf(torn)).toEqual(await visitsOf(whole));
        expect(await found(doubtful)).toEqual([]);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });

  it("are left alone where their numbers have changed since they were found", async () => {
    const [projectId, session_id, message_id] = [projects++, sessionAt(at), newMessage()];
    const doubtful = { projectId, messageIds: [message_id], earliest: at, latest: at };
    const one = () => [eventRow({ at, project_id: projectId, session_id, message_id })];
    await writeTorn(one());
    const miscounts = await found(doubtful);
    await write(connection, "events", one());
    await mendMiscounts(connection, doubtful, miscounts);
    expect(await visitsOf(projectId)).toMatchObject([{ events: 1 }]);
    await mendMiscounts(connection, doubtful, await found(doubtful));
    expect(await visitsOf(projectId)).toMatchObject([{ events: 2 }]);
  });

  it("of other projects and other messages are not touched", async () => {
    const [mine, other] = [projects++, projects++];
    const [message, unknown] = [newMessage(), newMessage()];
    for (const project_id of [mine, other])
      await writeTorn([eventRow({ at, project_id, session_id: sessionAt(at), message_id: message })]);
    const times = { earliest: at, latest: at };
    expect(await found({ projectId: mine, messageIds: [unknown], ...times })).toEqual([]);
    const doubtful = { projectId: mine, messageIds: [message], ...times };
    const miscounts = await found(doubtful);
    await mendMiscounts(connection, { ...doubtful, projectId: other }, miscounts);
    await mendMiscounts(connection, doubtful, miscounts);
    expect([await visitsOf(mine), await visitsOf(other)]).toMatchObject([[{ events: 1 }], []]);
  });
});
