import { z } from "zod";
import { defineQuery } from "../query.ts";
import { limit, ranged, scopeOf } from "../query-params.ts";
import { entryPath, exitPath, visits } from "../scope.ts";
import { sql } from "../sql.ts";

/** One visit as lists and its own page show it. */
export const visitRow = z.object({
  sessionId: z.string(),
  /** First and last event, epoch milliseconds. */
  startedAt: z.int(),
  endedAt: z.int(),
  durationMs: z.int().min(0),
  pageviews: z.int().min(0),
  entryPath: z.string(),
  exitPath: z.string(),
  source: z.string(),
  country: z.string(),
  browser: z.string(),
  os: z.string(),
  device: z.string(),
});

/** The columns of `visitRow`, from `sessions` read with FINAL. */
export const visitFields = sql`
  toString(session_id) AS sessionId,
  toUnixTimestamp64Milli(first_event_at) AS startedAt,
  toUnixTimestamp64Milli(last_event_at) AS endedAt,
  endedAt - startedAt AS durationMs,
  pageviews,
  ${entryPath} AS entryPath,
  ${exitPath} AS exitPath,
  referrer_host AS source,
  country,
  browser,
  os,
  device`;

export const sessions = defineQuery({
  summary: "Visits with activity in a time range, the one that began last first.",
  params: ranged({ limit: limit(50) }),
  row: visitRow,
  build: (projectId, params) => sql`
    SELECT ${visitFields}
    FROM ${visits(scopeOf(projectId, params))}
    ORDER BY started_at DESC, session_id
    LIMIT ${{ UInt32: params.limit }}`,
});
