import { z } from "zod";
import { pointsTables } from "../metrics/points-choice.ts";
import { defineQuery } from "../query.ts";
import { limit } from "../query-params.ts";
import { join, type Sql, sql } from "../sql.ts";
import { type Choice, chosen } from "../telemetry-params.ts";
import { recordsOf, seriesHash } from "../telemetry-scope.ts";

const tablesOf = { ...pointsTables, summary: "otel_metrics_summary" } as const;
type Type = keyof typeof tablesOf;
const types = Object.keys(tablesOf) as [Type, ...Type[]];

export const metricNames = defineQuery({
  summary: "Metrics that were sent within a time range, by name: type, unit, services, how many series, when last.",
  params: chosen({
    /** Keeps names that contain this text, whatever its case. */
    search: z.string().max(200).default(""),
    limit: limit(200),
  }),
  row: z.object({
    name: z.string(),
    type: z.enum(types),
    /** By UCUM such as s, By or {request}. */
    unit: z.string(),
    description: z.string(),
    services: z.array(z.string()),
    /** How many sets of attributes there are, about. */
    series: z.int().min(0),
    /** Of its data points, epoch milliseconds. */
    lastSeen: z.int(),
  }),
  build: (projectId, params) => sql`
    SELECT * FROM (${join(
      types.map((type) => namesIn(type, { ...params, projectId })),
      sql` UNION ALL `,
    )})
    ORDER BY name, type
    LIMIT ${{ UInt32: params.limit }}`,
});

function namesIn(type: Type, { search, ...choice }: Choice & { projectId: number; search: string }): Sql {
  const found = search === "" ? sql`` : sql`AND positionCaseInsensitiveUTF8(MetricName, ${{ String: search }}) > 0`;
  return sql`
    SELECT MetricName AS name, ${{ String: type }} AS type, argMax(MetricUnit, TimeUnix) AS unit,
      argMax(MetricDescription, TimeUnix) AS description,
      arraySort(groupUniqArray(50)(toString(ServiceName))) AS services,
      uniq(${seriesHash}) AS series, toUnixTimestamp64Milli(max(TimeUnix)) AS lastSeen
    FROM ${recordsOf(tablesOf[type], choice)} ${found}
    GROUP BY MetricName`;
}
