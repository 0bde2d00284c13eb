import { z } from "zod";
import { count, countError, share, uniques } from "../estimates.ts";
import { defineQuery } from "../query.ts";
import { ranged, scopeOf } from "../query-params.ts";
import { events, isEvent, visits } from "../scope.ts";
import { sql } from "../sql.ts";

export const overview = defineQuery({
  summary: "The headline numbers of a time range: visitors, page views, sessions, bounce rate, session time.",
  params: ranged({}),
  row: z.object({
    visitors: z.int().min(0),
    pageviews: z.int().min(0),
    /** Visits with activity in the range. */
    sessions: z.int().min(0),
    /** Visits that are stored: fewer than `sessions` where the site samples, and the others are estimated from them. */
    storedSessions: z.int().min(0),
    /** Relative standard error of `sessions`, 0.1 for a tenth; 0 where nothing is sampled. */
    sessionsError: z.number().min(0),
    /** Share of sessions with at most one page view, 0 to 1. */
    bounceRate: z.number().min(0).max(1),
    /** Mean time from first to last event, milliseconds. */
    sessionDurationMs: z.number().min(0),
    viewsPerSession: z.number().min(0),
  }),
  build: (projectId, params) => {
    const scope = scopeOf(projectId, params);
    return sql`
      WITH (SELECT sum(weight) FROM ${events(scope)} AND ${isEvent("pageview")}) AS views
      SELECT
        ${uniques(sql`visitor_id`)} AS visitors,
        toUInt64(round(assumeNotNull(views))) AS pageviews,
        ${count} AS sessions,
        countIf(weight > 0) AS storedSessions,
        ${countError} AS sessionsError,
        ${share(sql`sessions.pageviews <= 1`)} AS bounceRate,
        if(sum(weight) = 0, 0, avgWeighted(dateDiff('millisecond', first_event_at, last_event_at), weight)) AS sessionDurationMs,
        if(sum(weight) = 0, 0, assumeNotNull(views) / sum(weight)) AS viewsPerSession
      FROM ${visits(scope)}`;
  },
});
