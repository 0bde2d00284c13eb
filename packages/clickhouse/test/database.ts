import { gzipSync } from "node:zlib";
import type { IngestTable, rowSchemas } from "@perigee/schema";
import { afterAll, inject } from "vitest";
import type { z } from "zod";
import { createHttpClient } from "../src/client.ts";
import { type Connection, connectionFromUrl } from "../src/connection.ts";
import { insert } from "../src/insert.ts";
import { select } from "../src/run-query.ts";
import type { Sql } from "../src/sql.ts";

/** Connection to a database of its own that does not exist yet; it is dropped after the file's tests. */
export function ownDatabase(): Connection {
  const database = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  const connection = { ...connectionFromUrl(inject("clickhouseUrl")), database };
  afterAll(() => command({ ...connection, database: "default" }, `DROP DATABASE IF EXISTS ${database}`));
  return connection;
}

export async function command(connection: Connection, query: string): Promise<void> {
  await createHttpClient(connection, 30_000).command({ query });
}

/** Rows of a query, or an error that says why there are none. */
export async function rowsOf<Row>(connection: Connection, query: Sql): Promise<Row[]> {
  const answer = await select(connection, query);
  if (!answer.ok) throw new Error(`${answer.failure.message}\n${query.compile().text}`);
  return answer.value as Row[];
}

type Row<Table extends IngestTable> = z.infer<(typeof rowSchemas)[Table]>;

export const gzipLines = (rows: readonly unknown[]): Uint8Array =>
  gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));

export async function write<Table extends IngestTable>(
  connection: Connection,
  table: Table,
  rows: readonly Row<Table>[],
): Promise<void> {
  const request = { table, gzipMembers: [gzipLines(rows)], token: crypto.randomUUID() };
  const result = await insert(connection, request);
  if (!result.ok) throw new Error(result.message);
}
