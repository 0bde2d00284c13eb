import { z } from "zod";
import { count, countIf, uniques } from "../estimates.ts";
import { defineQuery } from "../query.ts";
import { limit, ranged, type Scope, scopeOf } from "../query-params.ts";
import { choosesPages, eventColumns, events, isCustomEvent, isEvent, visitColumns, visits } from "../scope.ts";
import { column, type Sql, sql } from "../sql.ts";

const dimensions = [
  "page",
  "route",
  "entry_page",
  "exit_page",
  "source",
  "channel",
  "utm_source",
  "utm_medium",
  "utm_campaign",
  "country",
  "region",
  "city",
  "browser",
  "os",
  "device",
  "release",
  "event",
] as const;
type Dimension = (typeof dimensions)[number];

export const breakdown = defineQuery({
  summary:
    "The values of one dimension with most visitors first: pages, sources, campaigns, places, devices, releases, custom events.",
  params: ranged({
    dimension: z.enum(dimensions),
    limit: limit(10),
    /** Keeps values that contain this text, whatever its case. */
    search: z.string().max(200).default(""),
  }),
  row: z.object({
    /** Empty where the dimension is unknown, such as the source of direct traffic. */
    value: z.string(),
    visitors: z.int().min(0),
    pageviews: z.int().min(0),
    sessions: z.int().min(0),
    events: z.int().min(0),
  }),
  build: (projectId, params) => {
    const { dimension, search } = params;
    const found = search === "" ? sql`` : sql`AND positionCaseInsensitiveUTF8(value, ${{ String: search }}) > 0`;
    return sql`
      ${countValues(dimension, scopeOf(projectId, params))}
      HAVING ${present(dimension)} ${found}
      ORDER BY visitors DESC, pageviews DESC, value
      LIMIT ${{ UInt32: params.limit }}`;
  },
});

/** Visits hold most dimensions and are far fewer than events; only pages, and counts under a page filter, need the events. */
function countValues(dimension: Dimension, scope: Scope): Sql {
  if (dimension === "event") {
    return countEvents(column("events", "event"), sql`${events(scope)} AND ${isCustomEvent}`);
  }
  if (dimension === "page" || dimension === "route") {
    return countEvents(eventColumns[dimension], sql`${events(scope)} AND ${isEvent("pageview")}`);
  }
  if (dimension === "entry_page" || dimension === "exit_page" || !choosesPages(scope)) {
    return countVisits(visitColumns[dimension], visits(scope));
  }
  return countEvents(eventColumns[dimension], events(scope));
}

const countEvents = (value: Sql, from: Sql): Sql => sql`
  SELECT
    toString(${value}) AS value,
    ${uniques(sql`visitor_id`, sql`session_weight`)} AS visitors,
    ${countIf(isEvent("pageview"))} AS pageviews,
    ${uniques(sql`session_id`, sql`session_weight`)} AS sessions,
    ${count} AS events
  FROM ${from}
  GROUP BY value`;

const countVisits = (value: Sql, from: Sql): Sql => sql`
  SELECT
    toString(${value}) AS value,
    ${uniques(sql`visitor_id`)} AS visitors,
    toUInt64(round(sum(sessions.pageviews * weight))) AS pageviews,
    ${count} AS sessions,
    toUInt64(round(sum(sessions.events * weight))) AS events
  FROM ${from}
  GROUP BY value`;

/** A visit without campaign, or without any page view, has nothing to show in such a list. */
const present = (dimension: Dimension): Sql =>
  dimension.startsWith("utm_") || dimension.endsWith("_page") ? sql`value != ''` : sql`1`;
