import { temporality } from "@perigee/schema";
import { type Sql, sql } from "../sql.ts";
import { bucketOf, seriesHash } from "../telemetry-scope.ts";
import { leadMs, type PointsChoice, pointsOf, seriesOf } from "./points-choice.ts";

const aggregates = {
  avg: sql`avg(Value)`,
  min: sql`min(Value)`,
  max: sql`max(Value)`,
  sum: sql`sum(latest)`,
} as const;

/** A sum over series takes what each of them said last in a bucket, or it would grow with the number of reports. */
export function gaugePoints(choice: PointsChoice): Sql {
  const time = bucketOf(sql`TimeUnix`, choice.seconds);
  if (choice.aggregate !== "sum") {
    return sql`SELECT ${time} AS time, ${seriesOf(choice)} AS series, ${aggregates[choice.aggregate]} AS value
      FROM ${pointsOf("gauge", choice)} GROUP BY time, series`;
  }
  return sql`SELECT time, series, ${aggregates.sum} AS value FROM (
      SELECT ${time} AS time, ${seriesOf(choice)} AS series, ${seriesHash} AS source, argMax(Value, TimeUnix) AS latest
      FROM ${pointsOf("gauge", choice)} GROUP BY time, series, source
    ) GROUP BY time, series`;
}

/**
 * Counters per second; a sum that may fall (UpDownCounter) as it stands. A cumulative counter grew by the difference to its point before,
 * or by all of its value where it began anew: with a later StartTimeUnix, or, where senders do not say that, with a smaller value.
 * https://opentelemetry.io/docs/specs/otel/metrics/data-model/#resets-and-gaps
 */
export function sumPoints(choice: PointsChoice): Sql {
  const from = { DateTime64: choice.from };
  const isNew = sql`(StartTimeUnix > startBefore OR (IsMonotonic AND Value < valueBefore))`;
  const growth = sql`multiIf(AggregationTemporality = ${{ UInt32: temporality.delta }}, Value,
    place = 1, if(StartTimeUnix >= ${from}, Value, 0), ${isNew}, Value, Value - valueBefore)`;
  const isCounter = sql`(IsMonotonic OR AggregationTemporality = ${{ UInt32: temporality.delta }})`;
  return sql`
    SELECT time, series, sum(amount) AS value FROM (
      SELECT time, series, source, if(any(${isCounter}), sum(growth) / ${{ UInt32: choice.seconds }}, argMax(Value, TimeUnix)) AS amount
      FROM (
        SELECT ${bucketOf(sql`TimeUnix`, choice.seconds)} AS time, ${growth} AS growth, *
        FROM (
          SELECT ${seriesOf(choice)} AS series, ${seriesHash} AS source, TimeUnix, StartTimeUnix, Value, IsMonotonic, AggregationTemporality,
            lagInFrame(Value) OVER points AS valueBefore, lagInFrame(StartTimeUnix) OVER points AS startBefore,
            row_number() OVER points AS place
          FROM ${pointsOf("sum", { ...choice, leadMs })}
          WINDOW points AS (PARTITION BY ${seriesHash} ORDER BY TimeUnix)
        )
        WHERE TimeUnix >= ${from}
      )
      GROUP BY time, series, source
    ) GROUP BY time, series`;
}
