import { z } from "zod";
import { count, countIf, p75 } from "../estimates.ts";
import { defineQuery } from "../query.ts";
import { ranged, scopeOf } from "../query-params.ts";
import { vitals } from "../scope.ts";
import { type Sql, sql } from "../sql.ts";

export const vitalMetric = z.enum(["LCP", "INP", "CLS", "FCP", "TTFB"]);

/** The figures of a group of measurements: 75th percentile in the metric's unit, how many, and how many of each rating. */
export const vitalFigures = {
  p75: z.number(),
  samples: z.int().min(0),
  good: z.int().min(0),
  needsImprovement: z.int().min(0),
  poor: z.int().min(0),
};

export const selectFigures: Sql = sql`
  ${p75(sql`web_vitals.value`)} AS p75,
  ${count} AS samples,
  ${countIf(sql`rating = 'good'`)} AS good,
  ${countIf(sql`rating = 'needs-improvement'`)} AS needsImprovement,
  ${countIf(sql`rating = 'poor'`)} AS poor`;

export const vitalsSummary = defineQuery({
  summary: "Each Web Vital of a time range: 75th percentile and the counts of good, needs improvement and poor.",
  params: ranged({}),
  row: z.object({ metric: vitalMetric, ...vitalFigures }),
  build: (projectId, params) => sql`
    SELECT metric, ${selectFigures}
    FROM ${vitals(scopeOf(projectId, params))} AND metric IN ('LCP', 'INP', 'CLS', 'FCP', 'TTFB')
    GROUP BY metric
    ORDER BY indexOf(['LCP', 'INP', 'CLS', 'FCP', 'TTFB'], metric)`,
});
