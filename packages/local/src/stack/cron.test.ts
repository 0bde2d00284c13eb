import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Connection, connectionFromUrl, select, sql } from "@perigee/clickhouse";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type ClickHouseServer, startClickHouseServer } from "../clickhouse-server/index.ts";
import { untilInsertsEnd } from "./cron.ts";

let dataDir: string;
let server: ClickHouseServer;
let connection: Connection;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "perigee-cron-"));
  server = await startClickHouseServer({ dataDir });
  connection = connectionFromUrl(server.url);
});

afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

it("waits for an INSERT that runs, and not for one that comes later", async () => {
  const body =
    "INSERT INTO FUNCTION null('x UInt8') SELECT sleepEachRow(0.5) FROM numbers(4) SETTINGS max_block_size = 1";
  const insert = fetch(connection.url, { method: "POST", body, headers: signedIn() });
  const running = sql`SELECT count() AS n FROM system.processes WHERE query_kind = 'Insert'`;
  await vi.waitFor(
    async () => expect(await select(connection, running)).toEqual({ ok: true, value: [{ n: 1 }] }),
    10_000,
  );
  await untilInsertsEnd(connection);
  expect(await select(connection, running)).toEqual({ ok: true, value: [{ n: 0 }] });
  expect((await insert).status).toBe(200);
});

it("waits for nothing where there is none, and where ClickHouse is away", async () => {
  await untilInsertsEnd(connection);
  await untilInsertsEnd({ ...connection, url: "http://127.0.0.1:9" });
});

function signedIn(): Record<string, string> {
  return { "X-ClickHouse-User": connection.user, "X-ClickHouse-Key": connection.password };
}
