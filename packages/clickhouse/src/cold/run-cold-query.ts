import { fail, type Result, succeed } from "@perigee/schema";
import { z } from "zod";
import { createHttpClient } from "../client.ts";
import type { Connection } from "../connection.ts";
import { cancelled, explain, firstIssue, querySettings } from "../run-query.ts";
import type { ArchiveStore } from "./archive-source.ts";
import { type ColdQueryName, coldQueries } from "./queries.ts";

export type ColdRequest = {
  name: ColdQueryName;
  /** The tenant, never part of `params`. */
  projectId: number;
  params: unknown;
  signal?: AbortSignal;
};

export type ColdAnswer = {
  rows: unknown[];
  elapsedMs: number;
  /** What ClickHouse read, unpacked rows' bytes as it counts them. */
  bytesRead: number;
  rowsRead: number;
};

const maxExecutionSeconds = 50;

/**
 * Files are read over the network, so a query takes its time; more than this it must not read. Where the store does not answer,
 * ClickHouse would try five hundred times.
 */
const coldSettings = {
  ...querySettings,
  max_execution_time: maxExecutionSeconds,
  max_bytes_to_read: String(20_000_000_000),
  input_format_skip_unknown_fields: 1,
  s3_retry_attempts: "3",
  s3_connect_timeout_ms: "3000",
  s3_request_timeout_ms: "20000",
} as const;

const Answer = z.object({
  data: z.array(z.unknown()),
  statistics: z.object({ rows_read: z.number(), bytes_read: z.number() }),
});

/**
 * Runs a query over the files of one project's archive. Fails as `runQuery` does, in words of ours alone: those of ClickHouse may
 * hold addresses and keys.
 */
export async function runColdQuery(
  connection: Connection,
  store: ArchiveStore,
  { name, projectId, params, signal }: ColdRequest,
): Promise<Result<ColdAnswer>> {
  const query: (typeof coldQueries)[ColdQueryName] = coldQueries[name];
  const checked = query.params.safeParse(params);
  if (!checked.success) return fail("invalid-params", firstIssue(checked.error));
  if (signal?.aborted) return fail("query-failed", cancelled);
  const { text, params: values } = query.build(store, projectId, checked.data as never).compile();
  const startedAt = performance.now();
  try {
    const answer = await createHttpClient(connection, (maxExecutionSeconds + 5) * 1_000).query({
      query: text,
      query_params: values,
      clickhouse_settings: coldSettings,
      format: "JSON",
      use_multipart_params_auto: true,
      ...(signal && { abort_signal: signal }),
    });
    const { data, statistics } = Answer.parse(await answer.json());
    const rows = z.array(query.row).parse(data);
    const elapsedMs = performance.now() - startedAt;
    return succeed({ rows, elapsedMs, bytesRead: statistics.bytes_read, rowsRead: statistics.rows_read });
  } catch (error) {
    if (error instanceof z.ZodError) throw error;
    return { ok: false, failure: signal?.aborted ? fail("query-failed", cancelled).failure : explain(error) };
  }
}
