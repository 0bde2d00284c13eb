import { ClickHouseError } from "@clickhouse/client-web";
import { type Failure, fail, type Result } from "@perigee/schema";
import { z } from "zod";
import { createHttpClient } from "./client.ts";
import type { Connection } from "./connection.ts";
import { type QueryName, queries } from "./queries/index.ts";
import type { QueryDefinition } from "./query.ts";
import { busyCodes } from "./server-error.ts";
import type { Sql } from "./sql.ts";

export type QueryParams<Name extends QueryName> = z.input<(typeof queries)[Name]["params"]>;
export type QueryRow<Name extends QueryName> = z.output<(typeof queries)[Name]["row"]>;

export type QueryRequest<Name extends QueryName> = {
  name: Name;
  /** The tenant. It is never part of `params`, so no caller's text can choose it. */
  projectId: number;
  /** Parsed here by the query's own schema: text from a query string is welcome. */
  params: unknown;
  signal?: AbortSignal;
};

/** ClickHouse stops a query after this time by itself; the client waits somewhat longer for its answer. */
const maxExecutionSeconds = 20;
const requestTimeoutMs = (maxExecutionSeconds + 5) * 1_000;

/** Sent with every query. */
export const querySettings = {
  max_execution_time: maxExecutionSeconds,
  /** Our 64-bit numbers are counts and times below 2^53; ids are made text in the SQL. */
  output_format_json_quote_64bit_integers: 0,
  /** A visit never spans partitions, so each of them can be merged on its own. */
  do_not_merge_across_partitions_select_final: 1,
  /** With readonly set, ClickHouse ends the query when the connection is closed. 2 allows settings, 1 would not. */
  readonly: "2",
  cancel_http_readonly_queries_on_client_close: 1,
} as const;

/**
 * Runs a typed query for one project. Fails with invalid-params (naming the field), query-failed, query-timeout or
 * database-unavailable. A row that does not fit the query's row schema is a bug of ours and throws.
 */
export async function runQuery<Name extends QueryName>(
  connection: Connection,
  request: QueryRequest<Name>,
): Promise<Result<{ rows: QueryRow<Name>[]; elapsedMs: number }>> {
  const query: QueryDefinition<z.ZodType, z.ZodType> = queries[request.name];
  const params = query.params.safeParse(request.params);
  if (!params.success) return fail("invalid-params", firstIssue(params.error));
  const startedAt = performance.now();
  const answer = await select(connection, query.build(request.projectId, params.data), request.signal);
  if (!answer.ok) return answer;
  const rows = z.array(query.row).parse(answer.value) as QueryRow<Name>[];
  return { ok: true, value: { rows, elapsedMs: performance.now() - startedAt } };
}

/** Runs any finished SQL that returns rows and gives them as JSON values. Same failures as `runQuery`. */
export async function select(connection: Connection, query: Sql, signal?: AbortSignal): Promise<Result<unknown[]>> {
  if (signal?.aborted) return fail("query-failed", cancelled);
  const { text, params } = query.compile();
  try {
    const answer = await createHttpClient(connection, requestTimeoutMs).query({
      query: text,
      query_params: params,
      clickhouse_settings: querySettings,
      format: "JSONEachRow",
      use_multipart_params_auto: true,
      ...(signal && { abort_signal: signal }),
    });
    return { ok: true, value: await answer.json() };
  } catch (error) {
    return { ok: false, failure: signal?.aborted ? fail("query-failed", cancelled).failure : explain(error) };
  }
}

export const cancelled = { message: "The query was cancelled by whoever asked." };

const timeoutCodes: ReadonlySet<number> = new Set([
  159, // TIMEOUT_EXCEEDED
  160, // TOO_SLOW
  394, // QUERY_WAS_CANCELLED
]);

/** The answer names ClickHouse's code but not its text, which may quote SQL and addresses. */
export function explain(error: unknown): Failure {
  if (error instanceof ClickHouseError) {
    const code = Number(error.code);
    if (timeoutCodes.has(code)) return fail("query-timeout").failure;
    if (busyCodes.has(code)) return fail("database-unavailable").failure;
    return fail("query-failed", { message: `The database refused the query (code ${code}, ${error.type ?? "?"}).` })
      .failure;
  }
  const isTimeout = error instanceof Error && error.message === "Timeout error.";
  return fail(isTimeout ? "query-timeout" : "database-unavailable").failure;
}

export function firstIssue(error: z.ZodError): { message: string; field: string } {
  const [issue] = error.issues;
  const named = issue?.code === "unrecognized_keys" ? issue.keys[0] : issue?.path[0];
  const field = named === undefined ? "params" : String(named);
  const message = issue?.code === "unrecognized_keys" ? "is not a parameter of this query" : (issue?.message ?? "");
  return { field, message: `${field}: ${message}` };
}
