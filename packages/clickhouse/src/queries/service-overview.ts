import { z } from "zod";
import { count, countIf, quantiles, share } from "../estimates.ts";
import { defineQuery } from "../query.ts";
import { limit } from "../query-params.ts";
import { sql } from "../sql.ts";
import { chosen } from "../telemetry-params.ts";
import { recordsOf } from "../telemetry-scope.ts";

const isFailed = sql`StatusCode = 'Error'`;

const orders = {
  most: sql`requests DESC`,
  failing: sql`errors DESC`,
  slowest: sql`p95Ms DESC`,
} as const;

export const serviceOverview = defineQuery({
  summary:
    "Rate, errors and duration of what services were asked to do, that is of Server and Consumer spans, by service or by operation.",
  params: chosen({
    by: z.enum(["service", "operation"]).default("service"),
    sort: z.enum(["most", "failing", "slowest"]).default("most"),
    limit: limit(100),
  }),
  row: z.object({
    service: z.string(),
    /** Name of the spans; empty by service. */
    operation: z.string(),
    requests: z.int().min(0),
    /** Requests per second over the whole range. */
    rate: z.number().min(0),
    errors: z.int().min(0),
    /** Share of requests with status Error, 0 to 1. */
    errorRate: z.number().min(0).max(1),
    p50Ms: z.number().min(0),
    p95Ms: z.number().min(0),
    p99Ms: z.number().min(0),
  }),
  build: (projectId, params) => {
    const operation = params.by === "operation" ? sql`toString(SpanName)` : sql`''`;
    const seconds = Math.max(1, Math.round((params.to - params.from) / 1_000));
    return sql`
      SELECT service, operation, requests, total / ${{ UInt64: String(seconds) }} AS rate, errors, errorRate,
        durations[1] / 1e6 AS p50Ms, durations[2] / 1e6 AS p95Ms, durations[3] / 1e6 AS p99Ms
      FROM (
        SELECT toString(ServiceName) AS service, ${operation} AS operation, ${count} AS requests, sum(weight) AS total,
          ${countIf(isFailed)} AS errors, ${share(isFailed)} AS errorRate, ${quantiles(sql`Duration`)} AS durations
        FROM ${recordsOf("otel_traces", { ...params, projectId })} AND SpanKind IN ('Server', 'Consumer')
        GROUP BY service, operation
      )
      ORDER BY ${orders[params.sort]}, service, operation
      LIMIT ${{ UInt32: params.limit }}`;
  },
});
