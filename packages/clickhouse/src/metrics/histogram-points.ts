import { temporality } from "@perigee/schema";
import { type Sql, sql } from "../sql.ts";
import { bucketOf, seriesHash } from "../telemetry-scope.ts";
import { leadMs, type PointsChoice, pointsOf, seriesOf } from "./points-choice.ts";

/**
 * A quantile over all histograms of a series in a bucket, by linear interpolation within the bucket of the histogram that holds it, as
 * Prometheus has it: from 0 where the first bound is positive; the highest bound where the value lies beyond it. Histograms with other
 * bounds cannot be added up: those bounds count that most measurements have.
 */
export function histogramPoints(choice: PointsChoice): Sql {
  const from = { DateTime64: choice.from };
  const isNew = sql`(StartTimeUnix > startBefore OR Count < countBefore OR length(countsBefore) != length(BucketCounts))`;
  const growth = sql`multiIf(AggregationTemporality = ${{ UInt32: temporality.delta }}, BucketCounts,
    place = 1, if(StartTimeUnix >= ${from}, BucketCounts, arrayMap(one -> toUInt64(0), BucketCounts)),
    ${isNew}, BucketCounts, arrayMap((now, before) -> toUInt64(now - least(now, before)), BucketCounts, countsBefore))`;
  return sql`
    SELECT time, series, ${quantileOf(choice.quantile)} AS value FROM (
      SELECT time, series, ExplicitBounds AS bounds, sumForEach(growth) AS counts, arraySum(counts) AS total
      FROM (
        SELECT ${bucketOf(sql`TimeUnix`, choice.seconds)} AS time, ${growth} AS growth, *
        FROM (
          SELECT ${seriesOf(choice)} AS series, TimeUnix, StartTimeUnix, Count, BucketCounts, ExplicitBounds, AggregationTemporality,
            lagInFrame(Count) OVER points AS countBefore, lagInFrame(BucketCounts) OVER points AS countsBefore,
            lagInFrame(StartTimeUnix) OVER points AS startBefore, row_number() OVER points AS place
          FROM ${pointsOf("histogram", { ...choice, leadMs })} AND notEmpty(ExplicitBounds)
            AND length(BucketCounts) = length(ExplicitBounds) + 1
          WINDOW points AS (PARTITION BY ${seriesHash}, ExplicitBounds ORDER BY TimeUnix)
        )
        WHERE TimeUnix >= ${from}
      )
      GROUP BY time, series, bounds
      HAVING total > 0
      ORDER BY total DESC
      LIMIT 1 BY time, series
    )`;
}

const quantileOf = (quantile: number): Sql => {
  const wanted = sql`(total * ${{ Float64: quantile }})`;
  const sums = sql`arrayCumSum(counts)`;
  const index = sql`arrayFirstIndex(sum -> sum >= ${wanted} AND sum > 0, ${sums})`;
  const lower = sql`if(${index} = 1, least(0, bounds[1]), bounds[${index} - 1])`;
  const within = sql`(${wanted} - (${sums}[${index}] - counts[${index}])) / counts[${index}]`;
  return sql`if(${index} > length(bounds), bounds[-1], ${lower} + (bounds[${index}] - ${lower}) * ${within})`;
};
