import { z } from "zod";
import { pointsOf, pointsTables, pointsTypes } from "../metrics/points-choice.ts";
import { defineQuery } from "../query.ts";
import { limit } from "../query-params.ts";
import { column, sql } from "../sql.ts";
import { attributes, chosen, hexId } from "../telemetry-params.ts";
import { epochMs } from "../telemetry-scope.ts";

const orders = { newest: sql`time DESC, value DESC`, largest: sql`value DESC, time DESC` } as const;

export const exemplars = defineQuery({
  summary:
    "Single measurements that senders kept with a metric's data points, each with the trace in which it was made: the newest or the largest first.",
  params: chosen({
    name: z.string().min(1).max(1_000),
    type: z.enum(pointsTypes),
    /** Of the data points. */
    attribute: attributes,
    minValue: z.coerce.number().optional(),
    traceId: hexId(32),
    sort: z.enum(["newest", "largest"]).default("newest"),
    limit: limit(100),
  }),
  row: z.object({
    /** When it was measured, epoch milliseconds, with fractions. */
    time: z.number(),
    value: z.number(),
    /** Empty where it was measured in no trace. */
    traceId: z.string(),
    spanId: z.string(),
    service: z.string(),
    /** Of the data point, and those that the metric leaves out. */
    attributes: z.record(z.string(), z.string()),
  }),
  build: (projectId, params) => {
    const { from, type, minValue, traceId } = params;
    const of = (field: "TimeUnix" | "Value" | "TraceId" | "SpanId" | "FilteredAttributes") =>
      column(pointsTables[type], `Exemplars.${field}`);
    const conditions = sql`isFinite(value) AND one.1 >= ${{ DateTime64: from }}
      ${minValue === undefined ? sql`` : sql`AND value >= ${{ Float64: minValue }}`}
      ${traceId === undefined ? sql`` : sql`AND traceId = ${{ String: traceId }}`}`;
    // Cumulative points may bring the same one again and again.
    return sql`
      SELECT time, value, traceId, spanId, service, attributes
      FROM (
        SELECT arrayJoin(arrayZip(${of("TimeUnix")}, ${of("Value")}, ${of("TraceId")}, ${of("SpanId")}, ${of("FilteredAttributes")})) AS one,
          ${epochMs(sql`one.1`)} AS time, one.2 AS value, one.3 AS traceId, one.4 AS spanId,
          toString(ServiceName) AS service, mapUpdate(Attributes, one.5) AS attributes
        FROM ${pointsOf(type, { ...params, projectId })}
      )
      WHERE ${conditions}
      ORDER BY ${orders[params.sort]}
      LIMIT 1 BY time, value, traceId, spanId, service, attributes
      LIMIT ${{ UInt32: params.limit }}`;
  },
});
