import { automaticEvents } from "@perigee/schema";
import { z } from "zod";
import { type Sql, sql, table } from "../sql.ts";

export const maxRows = 5_000;

const automaticKinds = Object.keys(automaticEvents) as (keyof typeof automaticEvents)[];

/** One thing that happened in a browser, whichever table it stands in. */
export const timelineRow = z.object({
  /** Epoch milliseconds. */
  time: z.int(),
  id: z.string(),
  sessionId: z.string(),
  kind: z.enum([...automaticKinds, "custom", "vital", "error"]),
  /** Name of the event, of the metric or of the error's class. */
  name: z.string(),
  path: z.string(),
  route: z.string(),
  /** Metric value, the custom event's number, or the milliseconds that it took or the page was in the foreground. */
  value: z.number(),
  rating: z.string(),
  /** Host and path of what was fetched, CSS selector of what was clicked or is to blame, key of a flag. */
  target: z.string(),
  /** HTTP status; 0 where there is none. */
  status: z.int(),
  /** Deepest part of the page that was seen, percent of its height. */
  scrollDepth: z.int(),
  /** What one interaction causes shares its trace; empty where there is none. */
  traceId: z.string(),
  spanId: z.string(),
  /** Properties, tags or attribution. */
  detail: z.record(z.string(), z.string()),
  /** What happened before an error, oldest first. */
  breadcrumbs: z.array(z.object({ time: z.int(), category: z.string(), message: z.string() })),
});

/** Everything that fits the condition, of all tables, in order. */
export const timelineWhere = (condition: Sql): Sql => sql`
  ${entriesWhere(condition)}
  ORDER BY ${timelineOrder}
  LIMIT ${{ UInt32: maxRows }}`;

/** At the same time a click comes first, then the end of a page, then the next. */
export const timelineOrder: Sql = sql`time, indexOf(['pageview', 'engagement', 'interaction'], kind) DESC, id`;

export const entriesWhere = (condition: Sql): Sql => sql`
  SELECT toUnixTimestamp64Milli(ts) AS time, toString(event_id) AS id, toString(session_id) AS sessionId, kind, name, path,
    route, value, rating, target, status, scrollDepth, trace_id AS traceId, span_id AS spanId, detail, breadcrumbs
  FROM (
    SELECT ts, event_id, session_id, ${kindOfEvent} AS kind, toString(event) AS name, path, toString(route) AS route,
      if(duration_ms != 0, duration_ms, events.value) AS value, '' AS rating, target, status, scroll_depth AS scrollDepth,
      trace_id, span_id, ${stringMap(sql`props`)} AS detail, ${noBreadcrumbs} AS breadcrumbs
    FROM ${table("events")} WHERE ${condition}
    UNION ALL
    SELECT ts, event_id, session_id, 'vital' AS kind, toString(metric) AS name, path, toString(route) AS route,
      toFloat64(web_vitals.value) AS value, toString(rating) AS rating, toString(web_vitals.target) AS target, 0 AS status,
      0 AS scrollDepth, trace_id, '' AS span_id, ${stringMap(sql`attribution`)} AS detail, ${noBreadcrumbs} AS breadcrumbs
    FROM ${table("web_vitals")} WHERE ${condition}
    UNION ALL
    SELECT ts, event_id, session_id, 'error' AS kind, toString(type) AS name, path, toString(route) AS route,
      0 AS value, '' AS rating, '' AS target, 0 AS status, 0 AS scrollDepth, trace_id, span_id,
      mapConcat(${stringMap(sql`tags`)}, map('message', message, 'culprit', toString(culprit), 'level', toString(level),
        'handled', if(handled = 1, 'yes', 'no'), 'stack', stack_raw, 'issueId', toString(issue_id))) AS detail,
      JSONExtract(errors.breadcrumbs, ${breadcrumbsType}) AS breadcrumbs
    FROM ${table("errors")} WHERE ${condition}
  )`;

const kindOfEvent = sql`transform(toString(event), ${{ Strings: Object.values(automaticEvents) }},
  ${{ Strings: automaticKinds }}, 'custom')`;

/** The same types on every side of the UNION. */
const stringMap = (map: Sql): Sql => sql`CAST(${map}, 'Map(String, String)')`;

const breadcrumbsType = sql`'Array(Tuple(time Int64, category String, message String))'`;
export const noBreadcrumbs = sql`CAST([], ${breadcrumbsType})`;
