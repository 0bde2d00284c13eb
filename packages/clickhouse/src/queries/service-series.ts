import { z } from "zod";
import { askedColumns, askedOf, askedRow, askedSums } from "../asked.ts";
import { defineQuery } from "../query.ts";
import { sql } from "../sql.ts";
import { chosen, several, step, stepOf } from "../telemetry-params.ts";
import { bucketOf } from "../telemetry-scope.ts";

export const serviceSeries = defineQuery({
  summary:
    "Rate, errors and duration over time of what services were asked to do, that is of Server and Consumer spans: of all that are chosen together.",
  params: chosen({
    /** Names of the spans. */
    operation: several(z.string().max(1_000)),
    step,
  }),
  row: z.object({
    /** Start of the bucket, epoch milliseconds; buckets without requests are left out. */
    time: z.int(),
    ...askedRow,
    /** Seconds of a bucket. Of the first and the last one only a part may lie in the range: their rate is that of the part. */
    step: z.int().min(1),
  }),
  build: (projectId, params) => {
    const bucketSeconds = stepOf(params);
    const end = sql`least(toFloat64(time) + ${{ Float64: bucketSeconds * 1_000 }}, ${{ Float64: params.to }})`;
    const start = sql`greatest(toFloat64(time), ${{ Float64: params.from }})`;
    const isWanted = params.operation.length > 0 ? sql`SpanName IN ${{ Strings: params.operation }}` : sql`1`;
    return sql`
      SELECT time, ${askedColumns(sql`greatest(1, (${end} - ${start}) / 1000)`)}, ${{ UInt32: bucketSeconds }} AS step
      FROM (
        SELECT ${bucketOf(sql`Timestamp`, bucketSeconds)} AS time, ${askedSums}
        FROM ${askedOf(projectId, params)} AND ${isWanted}
        GROUP BY time
      )
      ORDER BY time`;
  },
});
