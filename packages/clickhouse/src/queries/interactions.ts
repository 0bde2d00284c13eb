import { z } from "zod";
import { count, countIf, uniques } from "../estimates.ts";
import { defineQuery } from "../query.ts";
import { limit, ranged, scopeOf } from "../query-params.ts";
import { events, isEvent } from "../scope.ts";
import { type Sql, sql } from "../sql.ts";

const frustrated = (how: "rage" | "dead" | "error"): Sql => countIf(sql`props['frustration'] = ${{ String: how }}`);

const orders = {
  most: sql`interactions DESC`,
  frustrating: sql`rage + dead + errors DESC`,
} as const satisfies Record<string, Sql>;

export const interactions = defineQuery({
  summary: "What visitors click, and how often it frustrates them: the most used or the most frustrating first.",
  params: ranged({ sort: z.enum(["most", "frustrating"]).default("most"), limit: limit(10) }),
  row: z.object({
    /** CSS selector; empty where the element has none that tells it apart. */
    target: z.string(),
    interactions: z.int().min(0),
    visitors: z.int().min(0),
    /** Clicked again and again. */
    rage: z.int().min(0),
    /** Nothing came of it. */
    dead: z.int().min(0),
    /** It led to an error. */
    errors: z.int().min(0),
  }),
  build: (projectId, params) => sql`
    SELECT
      target,
      ${count} AS interactions,
      ${uniques(sql`visitor_id`)} AS visitors,
      ${frustrated("rage")} AS rage,
      ${frustrated("dead")} AS dead,
      ${frustrated("error")} AS errors
    FROM ${events(scopeOf(projectId, params))} AND ${isEvent("interaction")}
    GROUP BY target
    ORDER BY ${orders[params.sort]}, interactions DESC, target
    LIMIT ${{ UInt32: params.limit }}`,
});
