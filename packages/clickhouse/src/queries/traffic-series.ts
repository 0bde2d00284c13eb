import { z } from "zod";
import { uniques } from "../estimates.ts";
import { defineQuery } from "../query.ts";
import { ranged, scopeOf } from "../query-params.ts";
import { events, isEvent, visits } from "../scope.ts";
import { type Sql, sql } from "../sql.ts";

const steps = {
  minute: { ms: 60_000, step: sql`INTERVAL 1 MINUTE` },
  hour: { ms: 3_600_000, step: sql`INTERVAL 1 HOUR` },
  day: { ms: 86_400_000, step: sql`INTERVAL 1 DAY` },
  week: { ms: 604_800_000, step: sql`INTERVAL 1 WEEK` },
} as const;

/** More points than any chart can draw. */
const maxPoints = 10_000;

export const trafficSeries = defineQuery({
  summary:
    "Traffic over time, one row a bucket; buckets follow the time zone, weeks begin on Monday, empty ones are zero.",
  params: ranged({ interval: z.enum(["minute", "hour", "day", "week"]) }).superRefine((params, context) => {
    if ((params.to - params.from) / steps[params.interval].ms <= maxPoints) return;
    const message = `${params.interval} gives more than ${maxPoints} points in this range; choose a longer one`;
    context.addIssue({ code: "custom", path: ["interval"], message, input: params.interval });
  }),
  row: z.object({
    /** Start of the bucket, epoch milliseconds. */
    time: z.int(),
    visitors: z.int().min(0),
    pageviews: z.int().min(0),
    /** Visits that began in the bucket; in the first one also those that were under way. */
    sessions: z.int().min(0),
    bounceRate: z.number().min(0).max(1),
    sessionDurationMs: z.number().min(0),
  }),
  build: (projectId, params) => {
    const scope = scopeOf(projectId, params);
    const { step } = steps[params.interval];
    const tz = { String: params.tz };
    const from = { DateTime64: params.from };
    const bucket = (moment: Sql) => sql`toDateTime(toStartOfInterval(${moment}, ${step}, ${tz}), ${tz})`;
    return sql`
      SELECT
        toUnixTimestamp(bucket) * 1000 AS time,
        visitors,
        toUInt64(round(views)) AS pageviews,
        toUInt64(round(begun)) AS sessions,
        if(begun = 0, 0, bounces / begun) AS bounceRate,
        if(begun = 0, 0, durationMs / begun) AS sessionDurationMs
      FROM (
        SELECT
          bucket,
          sum(visitors) AS visitors,
          sum(views) AS views,
          sum(begun) AS begun,
          sum(bounces) AS bounces,
          sum(durationMs) AS durationMs
        FROM (
          SELECT ${bucket(sql`ts`)} AS bucket, ${uniques(sql`visitor_id`)} AS visitors, sum(weight) AS views,
            0 AS begun, 0 AS bounces, 0 AS durationMs
          FROM ${events(scope)} AND ${isEvent("pageview")}
          GROUP BY bucket
          UNION ALL
          SELECT ${bucket(sql`greatest(started_at, ${from})`)} AS bucket, 0 AS visitors, 0 AS views,
            sum(weight) AS begun, sumIf(weight, pageviews <= 1) AS bounces,
            sum(dateDiff('millisecond', first_event_at, last_event_at) * weight) AS durationMs
          FROM ${visits(scope)}
          GROUP BY bucket
        )
        GROUP BY bucket
        ORDER BY bucket WITH FILL FROM ${bucket(sql`${from}`)} TO toDateTime(${{ DateTime64: params.to - 1 }}, ${tz}) + 1 STEP ${step}
      )
      ORDER BY time`;
  },
});
