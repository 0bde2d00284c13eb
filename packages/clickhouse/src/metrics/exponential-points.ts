import { temporality } from "@perigee/schema";
import { type Sql, sql } from "../sql.ts";
import { bucketOf, seriesHash } from "../telemetry-scope.ts";
import { leadMs, type PointsChoice, pointsOf, seriesOf } from "./points-choice.ts";

/**
 * A quantile over all exponential histograms of a series in a bucket, wrong by no more than the factor 2^(2^-scale), since values are taken to
 * lie evenly, on the logarithmic scale, in the bucket that holds it.
 * https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram
 */
export function exponentialPoints(choice: PointsChoice): Sql {
  const positive = sql`exp2((key - ${farFromZero} + share) * width)`;
  const negative = sql`-exp2((1 - key - ${farFromZero} - share) * width)`;
  // What was rounded to zero lies on the side on which other values lie.
  const [least, most] = [sql`if(keys[1] < 0, -threshold, 0)`, sql`if(keys[-1] > 0, threshold, 0)`];
  const nearZero = sql`${least} + (${most} - ${least}) * share`;
  return sql`
    SELECT time, series, multiIf(key > 0, ${positive}, key < 0, ${negative}, ${nearZero}) AS value
    FROM (
      SELECT time, series, width, threshold,
        arrayFilter((key, count) -> count > 0, merged.1, merged.2) AS keys, arrayFilter(count -> count > 0, merged.2) AS counts,
        arrayCumSum(counts) AS sums, sums[-1] * ${{ Float64: choice.quantile }} AS wanted,
        arrayFirstIndex(sum -> sum >= wanted, sums) AS place, keys[place] AS key,
        (wanted - sums[place] + counts[place]) / counts[place] AS share
      FROM (${mergedHistograms(choice)})
      WHERE notEmpty(counts)
    )`;
}

/**
 * Buckets are added up at each scale first and then at the coarsest, as a bucket of a finer scale lies within one of any coarser scale. Those
 * that lie within the widest threshold of zero count as zero.
 */
function mergedHistograms(choice: PointsChoice): Sql {
  // No index has more than 32 bits, so that 40 steps make 0 or -1 of each.
  const index = sql`toInt64(floor((abs(key) - ${farFromZero}) / exp2(least(scale - coarsest, 40))))`;
  const isZero = sql`(key = 0 OR exp2((${index} + 1) * width) <= threshold)`;
  const coarser = sql`if(${isZero}, toInt64(0), toInt64(sign(key) * (${index} + ${farFromZero})))`;
  return sql`
    SELECT time, series, width, threshold, sumMap(arrayMap(key -> ${coarser}, keys), counts) AS merged
    FROM (
      SELECT *, min(scale) OVER same AS coarsest, max(nearest) OVER same AS threshold, exp2(-coarsest) AS width
      FROM (
        SELECT time, series, part.1 AS scale, max(part.2) AS nearest,
          sumMap(part.3, arrayMap(count -> sign * toInt64(count), part.4)) AS summed, summed.1 AS keys, summed.2 AS counts
        FROM (${signedParts(choice)})
        GROUP BY time, series, scale
      )
      WINDOW same AS (PARTITION BY time, series)
    )
    GROUP BY time, series, width, threshold`;
}

/**
 * What histograms have grown by, as parts to add and parts to take away: a cumulative one by itself less the one before it, which may be of a
 * finer scale, and one that began anew by all of itself.
 */
function signedParts(choice: PointsChoice): Sql {
  const from = { DateTime64: choice.from };
  // Resolution that was lost does not come back while the same counts go on.
  const isNew = sql`(StartTimeUnix > startBefore OR Count < countBefore OR part.1 > partBefore.1)`;
  const signs = sql`multiIf(AggregationTemporality = ${{ UInt32: temporality.delta }}, [1],
    place = 1, if(StartTimeUnix >= ${from}, [1], []), ${isNew}, [1], [1, -1])`;
  return sql`
    SELECT time, series, sign, if(sign = 1, part, partBefore) AS part
    FROM (
      SELECT ${bucketOf(sql`TimeUnix`, choice.seconds)} AS time, arrayJoin(${signs}) AS sign, *
      FROM (
        SELECT ${seriesOf(choice)} AS series, TimeUnix, StartTimeUnix, Count, AggregationTemporality, ${partOfPoint} AS part,
          lagInFrame(Count) OVER points AS countBefore, lagInFrame(StartTimeUnix) OVER points AS startBefore,
          lagInFrame(part) OVER points AS partBefore, row_number() OVER points AS place
        FROM ${pointsOf("exponential-histogram", { ...choice, leadMs })}
        WINDOW points AS (PARTITION BY ${seriesHash} ORDER BY TimeUnix)
      )
      WHERE TimeUnix >= ${from}
    )`;
}

/** Added to the index of a bucket, so that keys stand in the order of values: the negative of it for negative ones, 0 for zero. */
const farFromZero = sql`toInt64(1099511627776)`;

const keysOf = (offset: Sql, counts: Sql): Sql =>
  sql`arrayMap(place -> toInt64(${offset}) + place - 1 + ${farFromZero}, arrayEnumerate(${counts}))`;

/** Scale, threshold of zero, keys of the buckets and their counts. */
const partOfPoint: Sql = sql`(Scale, ZeroThreshold,
  arrayConcat([toInt64(0)], ${keysOf(sql`PositiveOffset`, sql`PositiveBucketCounts`)},
    arrayMap(key -> -key, ${keysOf(sql`NegativeOffset`, sql`NegativeBucketCounts`)})),
  arrayConcat([ZeroCount], PositiveBucketCounts, NegativeBucketCounts))`;
