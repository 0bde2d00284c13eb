import { z } from "zod";
import { defineQuery } from "../query.ts";
import { ranged, scopeOf } from "../query-params.ts";
import { events, visits } from "../scope.ts";
import { sql } from "../sql.ts";

export const overview = defineQuery({
  summary: "The headline numbers of a time range: visitors, page views, sessions, bounce rate, session time.",
  params: ranged({}),
  row: z.object({
    visitors: z.int().min(0),
    pageviews: z.int().min(0),
    /** Visits with activity in the range. */
    sessions: z.int().min(0),
    /** Share of sessions with at most one page view, 0 to 1. */
    bounceRate: z.number().min(0).max(1),
    /** Mean time from first to last event, milliseconds. */
    sessionDurationMs: z.number().min(0),
    viewsPerSession: z.number().min(0),
  }),
  build: (projectId, params) => {
    const scope = scopeOf(projectId, params);
    return sql`
      WITH (SELECT count() FROM ${events(scope)} AND event = 'pageview') AS views
      SELECT
        uniq(visitor_id) AS visitors,
        assumeNotNull(views) AS pageviews,
        count() AS sessions,
        if(sessions = 0, 0, countIf(sessions.pageviews <= 1) / sessions) AS bounceRate,
        if(sessions = 0, 0, avg(dateDiff('millisecond', first_event_at, last_event_at))) AS sessionDurationMs,
        if(sessions = 0, 0, assumeNotNull(views) / sessions) AS viewsPerSession
      FROM ${visits(scope)}`;
  },
});
