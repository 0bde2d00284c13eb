import { beforeAll, describe, expect, it, vi } from "vitest";
import { ownDatabase, rowsOf } from "../test/database.ts";
import { migrateUp } from "./migrate/index.ts";
import { runQuery, select } from "./run-query.ts";
import { sql } from "./sql.ts";

const connection = ownDatabase();
const everywhere = { ...connection, database: "default" };
const ask = (changes: object, params: unknown = {}) =>
  runQuery({ ...connection, ...changes }, { name: "live-visitors", projectId: 1, params });

beforeAll(() => migrateUp(connection));

describe("runQuery", () => {
  it("gives rows and how long they took", async () => {
    const answer = await ask({});
    expect(answer).toEqual({ ok: true, value: { rows: [{ visitors: 0 }], elapsedMs: expect.any(Number) } });
  });

  it.each([
    ["no parameters at all", null, "params"],
    ["an unknown one", { form: 1 }, "form"],
    ["a list", [], "params"],
  ])("refuses %s", async (_, params, field) => {
    expect(await ask({}, params)).toMatchObject({ ok: false, failure: { type: "invalid-params", field } });
  });

  it.each([
    ["database-unavailable", "nothing listens", { url: "http://127.0.0.1:1" }],
    ["database-unavailable", "the password is wrong", { password: "wrong" }],
    ["query-failed", "the tables are missing", { database: "default" }],
  ])("fails with %s when %s, without telling SQL or addresses", async (type, _, changes) => {
    const answer = await ask(changes);
    expect(answer).toMatchObject({ ok: false, failure: { type } });
    expect(JSON.stringify(answer)).not.toMatch(/SELECT|127\.0\.0\.1|wrong/);
  });
});

describe("select", () => {
  const slow = sql`SELECT count() AS slow FROM numbers_mt(1000000000000) WHERE sipHash64(number) = 42`;
  const running = async () => {
    const mine = sql`SELECT count() AS n FROM system.processes WHERE query LIKE ${{ String: "%AS slow FROM%" }} AND query NOT LIKE ${{ String: "%processes%" }}`;
    return (await rowsOf<{ n: number }>(everywhere, mine))[0]?.n;
  };

  it("ends the query in ClickHouse when it is cancelled", async () => {
    const abort = new AbortController();
    const answer = select(everywhere, slow, abort.signal);
    await vi.waitFor(async () => expect(await running()).toBe(1), { timeout: 10_000, interval: 50 });
    abort.abort();
    expect(await answer).toMatchObject({
      ok: false,
      failure: { type: "query-failed", message: expect.stringContaining("cancelled") },
    });
    await vi.waitFor(async () => expect(await running()).toBe(0), { timeout: 10_000, interval: 50 });
  });

  it("asks nothing when it was cancelled before", async () => {
    expect(await select(everywhere, sql`SELECT 1`, AbortSignal.abort())).toMatchObject({ ok: false });
  });

  it("fails with query-timeout when ClickHouse gives up", async () => {
    const limited = sql`${slow} SETTINGS max_execution_time = 1`;
    expect(await select(everywhere, limited)).toMatchObject({ ok: false, failure: { type: "query-timeout" } });
  });

  it("names ClickHouse's code when it refuses", async () => {
    const answer = await select(everywhere, sql`SELECT nonsense`);
    expect(answer).toMatchObject({
      ok: false,
      failure: { type: "query-failed", message: expect.stringContaining("code 47, UNKNOWN_IDENTIFIER") },
    });
  });
});
