import { type Result, succeed } from "@perigee/schema";
import { createHttpClient } from "./client.ts";
import type { Connection } from "./connection.ts";
import { explain } from "./run-query.ts";
import type { Sql } from "./sql.ts";

const timeoutMs = 60_000;

/** Runs SQL that gives no rows. Fails with query-failed, query-timeout or database-unavailable. */
export async function command(
  connection: Connection,
  statement: Sql,
  settings: Record<string, string> = {},
): Promise<Result<undefined>> {
  const { text, params } = statement.compile();
  try {
    await createHttpClient(connection, timeoutMs).command({
      query: text,
      query_params: params,
      // What nobody waits for any more must not go on behind the back of the next attempt.
      clickhouse_settings: { ...settings, wait_end_of_query: 1, max_execution_time: timeoutMs / 1_000 },
    });
    return succeed(undefined);
  } catch (error) {
    return { ok: false, failure: explain(error) };
  }
}
