import { z } from "zod";
import { type Sql, sql } from "../sql.ts";
import { attributes, type Choice, several, step } from "../telemetry-params.ts";
import { attributesIn, recordsOf } from "../telemetry-scope.ts";

/** Which data points a chart of one metric is made of, and by what they are told apart. */

export const pointsChoice = {
  name: z.string().min(1).max(1_000),
  attribute: attributes,
  /** Attributes of the data points or of the resource, `service.name` among them; without any, all is one series. */
  by: several(z.string().max(200)),
  /** How a gauge is brought together; a counter is always a rate. */
  aggregate: z.enum(["avg", "min", "max", "sum"]).default("avg"),
  /** Of a histogram. */
  quantile: z.coerce.number().min(0).max(1).default(0.95),
  step,
};

export type PointsChoice = Choice & z.output<z.ZodObject<typeof pointsChoice>> & { projectId: number; seconds: number };

/** Tables of data points that are told by their types: a summary has neither single values nor buckets. */
export const pointsTables = {
  gauge: "otel_metrics_gauge",
  sum: "otel_metrics_sum",
  histogram: "otel_metrics_histogram",
  "exponential-histogram": "otel_metrics_exponential_histogram",
} as const;
export type PointsType = keyof typeof pointsTables;
export const pointsTypes = Object.keys(pointsTables) as [PointsType, ...PointsType[]];

type PointsSource = Choice & Pick<PointsChoice, "name" | "attribute" | "projectId"> & { leadMs?: number };

/** Bit 0 of Flags: no value was recorded. */
export const pointsOf = (type: PointsType, choice: PointsSource): Sql => {
  const own = attributesIn(sql`Attributes`, choice.attribute).map((condition) => sql` AND ${condition}`);
  const named = sql`MetricName = ${{ String: choice.name }} AND bitAnd(Flags, 1) = 0`;
  return own.reduce((all, one) => sql`${all}${one}`, sql`${recordsOf(pointsTables[type], choice)} AND ${named}`);
};

/** The values by which series are told apart, as a map by the attributes' names. */
export const seriesOf = ({ by }: PointsChoice): Sql => {
  const names = sql`${{ Strings: by }}`;
  return sql`mapFromArrays(${names}, arrayMap(key -> multiIf(key = 'service.name', toString(ServiceName),
    mapContains(Attributes, key), Attributes[key], ResourceAttributes[key]), ${names}))`;
};

/**
 * Data points that lie before the range and still tell what its first ones have grown from. Cumulative points are sent at least every few
 * minutes: the OpenTelemetry SDKs' default is one.
 */
export const leadMs = 600_000;
