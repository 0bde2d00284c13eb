import { z } from "zod";
import { count, p75, share } from "../estimates.ts";
import { defineQuery } from "../query.ts";
import { limit, ranged, scopeOf } from "../query-params.ts";
import { events, isEvent } from "../scope.ts";
import { type Sql, sql } from "../sql.ts";

const orders = {
  slowest: sql`p75Ms DESC`,
  failing: sql`failureRate * requests DESC`,
  most: sql`requests DESC`,
} as const satisfies Record<string, Sql>;

/** Numbers, UUIDs and other long hexadecimal names in a path are ids: what differs in nothing else is one endpoint. */
const endpoint = sql`arrayStringConcat(
  arrayMap(part -> if(match(part, '^([0-9]+|[0-9a-f-]{16,})$'), '[id]', part), splitByChar('/', target)), '/')`;

/** No answer at all, or one that says no. A request that the page itself called off did not fail. */
const isFailed: Sql = sql`(status >= 400 OR (status = 0 AND props['error'] != 'AbortError'))`;

export const requests = defineQuery({
  summary: "Endpoints that pages asked, the slowest, those that fail most, or the most used first.",
  params: ranged({ sort: z.enum(["slowest", "failing", "most"]).default("slowest"), limit: limit(10) }),
  row: z.object({
    /** Host and path; ids in the path are `[id]`. */
    target: z.string(),
    method: z.string(),
    requests: z.int().min(0),
    /** 75th percentile of the time until the answer, milliseconds. */
    p75Ms: z.number().min(0),
    /** Share of requests without an answer or with a status from 400, 0 to 1. */
    failureRate: z.number().min(0).max(1),
    /** Share of requests that sent `traceparent`, and so lead to a trace of the back end, 0 to 1. */
    tracedShare: z.number().min(0).max(1),
  }),
  build: (projectId, params) => sql`
    SELECT
      ${endpoint} AS endpoint,
      props['method'] AS method,
      ${count} AS requests,
      ${p75(sql`duration_ms`)} AS p75Ms,
      ${share(isFailed)} AS failureRate,
      ${share(sql`span_id != ''`)} AS tracedShare,
      endpoint AS target
    FROM ${events(scopeOf(projectId, params))} AND ${isEvent("request")}
    GROUP BY endpoint, method
    ORDER BY ${orders[params.sort]}, requests DESC, endpoint, method
    LIMIT ${{ UInt32: params.limit }}`,
});
