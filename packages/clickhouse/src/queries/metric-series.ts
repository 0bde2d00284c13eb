import { z } from "zod";
import { exponentialPoints } from "../metrics/exponential-points.ts";
import { histogramPoints } from "../metrics/histogram-points.ts";
import { gaugePoints, sumPoints } from "../metrics/number-points.ts";
import { type PointsChoice, type PointsType, pointsChoice, pointsTypes } from "../metrics/points-choice.ts";
import { defineQuery } from "../query.ts";
import { limit } from "../query-params.ts";
import { type Sql, sql } from "../sql.ts";
import { chosen, stepOf } from "../telemetry-params.ts";

const points: Record<PointsType, (choice: PointsChoice) => Sql> = {
  gauge: gaugePoints,
  sum: sumPoints,
  histogram: histogramPoints,
  "exponential-histogram": exponentialPoints,
};

export const metricSeries = defineQuery({
  summary:
    "One metric over time, a series for each set of values of the attributes named by `by`: mean, least, largest or sum of a gauge, rate per second of a counter, quantile of a histogram.",
  params: chosen({
    ...pointsChoice,
    type: z.enum(pointsTypes),
    /** Series that are given: those with the largest values. */
    limit: limit(20),
  }),
  row: z.object({
    /** Start of the bucket, epoch milliseconds; buckets without data points are left out. */
    time: z.int(),
    /** Values of the attributes in `by`; `service.name` among them where it was asked for. */
    series: z.record(z.string(), z.string()),
    value: z.number(),
    /** Seconds of a bucket. */
    step: z.int().min(1),
  }),
  build: (projectId, params) => {
    const seconds = stepOf(params);
    return sql`
      SELECT time, series, value, ${{ UInt32: seconds }} AS step
      FROM (
        SELECT *, dense_rank() OVER (ORDER BY largest DESC, toString(series)) AS place
        FROM (
          SELECT *, max(abs(value)) OVER (PARTITION BY series) AS largest
          FROM (${points[params.type]({ ...params, projectId, seconds })})
          WHERE isFinite(value)
        )
      )
      WHERE place <= ${{ UInt32: params.limit }}
      ORDER BY place, time`;
  },
});
