import { z } from "zod";
import { askedColumns, askedOf, askedRow, askedSums } from "../asked.ts";
import { defineQuery } from "../query.ts";
import { limit } from "../query-params.ts";
import { sql } from "../sql.ts";
import { chosen } from "../telemetry-params.ts";

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
    ...askedRow,
  }),
  build: (projectId, params) => {
    const operation = params.by === "operation" ? sql`toString(SpanName)` : sql`''`;
    const seconds = Math.max(1, Math.round((params.to - params.from) / 1_000));
    return sql`
      SELECT service, operation, ${askedColumns(sql`${{ UInt64: String(seconds) }}`)}
      FROM (
        SELECT toString(ServiceName) AS service, ${operation} AS operation, ${askedSums}
        FROM ${askedOf(projectId, params)}
        GROUP BY service, operation
      )
      ORDER BY ${orders[params.sort]}, service, operation
      LIMIT ${{ UInt32: params.limit }}`;
  },
});
