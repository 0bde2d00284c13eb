import { z } from "zod";
import { count, countIf, quantiles, share } from "./estimates.ts";
import { type Sql, sql } from "./sql.ts";
import type { Choice } from "./telemetry-params.ts";
import { recordsOf } from "./telemetry-scope.ts";

/** Rate, errors and duration of what services were asked to do: the same figures over a whole range and over time. */

/** What a service was asked to do are its Server and Consumer spans. Table and conditions, to be followed by nothing or by AND. */
export const askedOf = (projectId: number, choice: Choice): Sql =>
  sql`${recordsOf("otel_traces", { ...choice, projectId })} AND SpanKind IN ('Server', 'Consumer')`;

export const askedRow = {
  requests: z.int().min(0),
  /** Requests per second. */
  rate: z.number().min(0),
  errors: z.int().min(0),
  /** Share of requests with status Error, 0 to 1. */
  errorRate: z.number().min(0).max(1),
  p50Ms: z.number().min(0),
  p95Ms: z.number().min(0),
  p99Ms: z.number().min(0),
};

const isFailed = sql`StatusCode = 'Error'`;

/** For the SELECT with GROUP BY; `askedColumns` makes the row of it. */
export const askedSums: Sql = sql`${count} AS requests, sum(weight) AS total, ${countIf(isFailed)} AS errors,
  ${share(isFailed)} AS errorRate, ${quantiles(sql`Duration`)} AS durations`;

/** `seconds`: in how much time it happened. */
export const askedColumns = (seconds: Sql): Sql => sql`requests, total / ${seconds} AS rate, errors, errorRate,
  durations[1] / 1e6 AS p50Ms, durations[2] / 1e6 AS p95Ms, durations[3] / 1e6 AS p99Ms`;
