import { z } from "zod";
import { defineQuery } from "../query.ts";
import { type Sql, sql, table } from "../sql.ts";

const maxRows = 5_000;

export const sessionTimeline = defineQuery({
  summary: "Everything that happened in one visit, in order: page views, engagement, custom events, vitals and errors.",
  params: z.strictObject({ sessionId: z.uuid() }),
  row: z.object({
    /** Epoch milliseconds. */
    time: z.int(),
    id: z.string(),
    kind: z.enum(["pageview", "engagement", "custom", "vital", "error"]),
    /** Name of the event, of the metric or of the error's class. */
    name: z.string(),
    path: z.string(),
    route: z.string(),
    /** Metric value, milliseconds in the foreground, or the custom event's number. */
    value: z.number(),
    rating: z.string(),
    detail: z.record(z.string(), z.string()),
  }),
  build: (projectId, { sessionId }) => {
    const ofSession = sql`project_id = ${{ UInt32: projectId }} AND session_id = ${{ UUID: sessionId }}`;
    return sql`
      SELECT toUnixTimestamp64Milli(ts) AS time, toString(event_id) AS id, kind, name, path, route, value, rating, detail
      FROM (
        SELECT ts, event_id, if(event IN ('pageview', 'engagement'), event, 'custom') AS kind, toString(event) AS name,
          path, toString(route) AS route, if(event = 'engagement', duration_ms, value) AS value, '' AS rating,
          ${stringMap(sql`props`)} AS detail
        FROM ${table("events")} WHERE ${ofSession}
        UNION ALL
        SELECT ts, event_id, 'vital' AS kind, toString(metric) AS name, path, toString(route) AS route,
          toFloat64(value) AS value, toString(rating) AS rating,
          mapConcat(${stringMap(sql`attribution`)}, map('target', toString(target))) AS detail
        FROM ${table("web_vitals")} WHERE ${ofSession}
        UNION ALL
        SELECT ts, event_id, 'error' AS kind, toString(type) AS name, path, toString(route) AS route,
          0 AS value, '' AS rating,
          mapConcat(${stringMap(sql`tags`)}, map('message', message, 'culprit', toString(culprit), 'level', toString(level),
            'handled', if(handled = 1, 'yes', 'no'), 'stack', stack_raw, 'issueId', toString(issue_id))) AS detail
        FROM ${table("errors")} WHERE ${ofSession}
      )
      ORDER BY time, id
      LIMIT ${{ UInt32: maxRows }}`;
  },
});

/** The same type on every side of the UNION. */
const stringMap = (map: Sql): Sql => sql`CAST(${map}, 'Map(String, String)')`;
