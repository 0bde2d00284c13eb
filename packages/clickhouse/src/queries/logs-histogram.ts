import { z } from "zod";
import { count } from "../estimates.ts";
import { logChoice, logsOf, Severity, severity } from "../log-records.ts";
import { defineQuery } from "../query.ts";
import { sql } from "../sql.ts";
import { chosen, step, stepOf } from "../telemetry-params.ts";
import { bucketOf } from "../telemetry-scope.ts";

export const logsHistogram = defineQuery({
  summary: "How many log records there were over time, by severity; takes what the query `logs` takes.",
  params: chosen({ ...logChoice, step }),
  row: z.object({
    /** Start of the bucket, epoch milliseconds; buckets without records are left out. */
    time: z.int(),
    severity: Severity,
    records: z.int().min(0),
    /** Seconds of a bucket. */
    step: z.int().min(1),
  }),
  build: (projectId, params) => {
    const seconds = stepOf(params);
    return sql`
      SELECT ${bucketOf(sql`Timestamp`, seconds)} AS time, ${severity} AS severity, ${count} AS records,
        ${{ UInt32: seconds }} AS step
      FROM ${logsOf(projectId, params)}
      GROUP BY time, severity
      ORDER BY time, indexOf(${{ Strings: Severity.options }}, severity)`;
  },
});
