import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gzipLines, ownDatabase, rowsOf } from "../test/database.ts";
import { eventRow } from "../test/rows.ts";
import { insert } from "./insert.ts";
import { migrateUp } from "./migrate/index.ts";
import { sql } from "./sql.ts";

const connection = ownDatabase();
const at = Date.UTC(2026, 5, 1, 12);
const token = () => crypto.randomUUID();
const count = async (path: string) => {
  const query = sql`SELECT count() AS events, (SELECT sum(events) FROM sessions WHERE host = ${{ String: path }}) AS rolledUp
    FROM events WHERE host = ${{ String: path }}`;
  return (await rowsOf<{ events: number; rolledUp: number }>(connection, query))[0];
};

beforeAll(() => migrateUp(connection));

describe("accepted", () => {
  it("joins gzip members into one insert", async () => {
    const gzipMembers = [1, 2, 3].map((seq) =>
      gzipLines([eventRow({ at, seq, host: "joined" }), eventRow({ at, host: "joined" })]),
    );
    expect(await insert(connection, { table: "events", gzipMembers, token: token() })).toEqual({ ok: true });
    expect(await count("joined")).toEqual({ events: 6, rolledUp: 6 });
  });

  it("writes a repeated token once, in the table and in its views", async () => {
    const request = {
      table: "events",
      gzipMembers: [gzipLines([eventRow({ at, host: "once" })])],
      token: token(),
    } as const;
    expect(await insert(connection, request)).toEqual({ ok: true });
    expect(await insert(connection, request)).toEqual({ ok: true });
    expect(await count("once")).toEqual({ events: 1, rolledUp: 1 });
  });

  it("keeps 64-bit ids, milliseconds, line breaks and empty lines inside of strings", async () => {
    const row = eventRow({
      at: at + 123,
      host: "exact",
      visitor_id: "18446744073709551615",
      props: { text: "a\n\nb\t'\"\\" },
    });
    expect(await insert(connection, { table: "events", gzipMembers: [gzipLines([row])], token: token() })).toEqual({
      ok: true,
    });
    const query = sql`SELECT toString(visitor_id) AS visitor, toString(ts) AS ts, props FROM events WHERE host = 'exact'`;
    expect(await rowsOf(connection, query)).toEqual([{ visitor: row.visitor_id, ts: row.ts, props: row.props }]);
  });
});

describe("refused", () => {
  const good = gzipLines([eventRow({ at, host: "refused" })]);
  const manyWeeks = Array.from({ length: 120 }, (_, week) => eventRow({ at: at - week * 604_800_000 }));

  it.each<[string, Uint8Array]>([
    ["an unknown field", gzipLines([{ ...eventRow({ at }), nonsense: 1 }])],
    ["a number that is none", gzipLines([{ ...eventRow({ at }), seq: "many" }])],
    ["a time that is none", gzipLines([{ ...eventRow({ at }), ts: "yesterday" }])],
    ["an id that is none", gzipLines([{ ...eventRow({ at }), event_id: "42" }])],
    ["what is no object", gzipLines(["<html>"])],
    ["what is not gzip", new TextEncoder().encode(JSON.stringify(eventRow({ at })))],
    ["rows of more weeks than one insert may touch", gzipLines(manyWeeks)],
  ])("%s", async (_, member) => {
    const result = await insert(connection, { table: "events", gzipMembers: [good, member], token: token() });
    expect(result).toMatchObject({ ok: false, kind: "refused", code: expect.any(Number) });
  });
});

describe("unavailable", () => {
  const silent = createServer(() => {});
  const busy = createServer((_, response) => {
    response.statusCode = 500;
    response.end(
      "Code: 252. DB::Exception: Too many parts (3000). Merges are processing significantly slower. (TOO_MANY_PARTS)",
    );
  });
  const urlOf = (server: typeof silent) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const request = { table: "events", gzipMembers: [gzipLines([eventRow({ at })])], token: "t" } as const;

  beforeAll(async () => {
    for (const server of [silent, busy]) await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    for (const server of [silent, busy]) server.closeAllConnections();
    for (const server of [silent, busy]) server.close();
  });

  it("when nothing listens", async () => {
    const nowhere = { ...connection, url: "http://127.0.0.1:1" };
    expect(await insert(nowhere, request)).toMatchObject({ ok: false, kind: "unavailable" });
  });

  it("when ClickHouse does not answer in time", async () => {
    const mute = { ...connection, url: urlOf(silent) };
    expect(await insert(mute, { ...request, timeoutMs: 50 })).toMatchObject({ ok: false, kind: "unavailable" });
  });

  it("when ClickHouse is behind with merging", async () => {
    const result = await insert({ ...connection, url: urlOf(busy) }, request);
    expect(result).toMatchObject({ ok: false, kind: "unavailable", code: 252 });
  });

  it("when the tables are not there yet", async () => {
    const result = await insert({ ...connection, database: "default" }, request);
    expect(result).toMatchObject({ ok: false, kind: "unavailable", code: 60 });
  });

  it("when the password is wrong", async () => {
    expect(await insert({ ...connection, password: "wrong" }, request)).toMatchObject({
      ok: false,
      kind: "unavailable",
    });
  });
});
