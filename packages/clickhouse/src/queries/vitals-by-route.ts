import { z } from "zod";
import { defineQuery } from "../query.ts";
import { limit, ranged, scopeOf } from "../query-params.ts";
import { vitals } from "../scope.ts";
import { sql } from "../sql.ts";
import { selectFigures, vitalFigures, vitalMetric } from "./vitals-summary.ts";

export const vitalsByRoute = defineQuery({
  summary: "One Web Vital by route, the most measured route first.",
  params: ranged({ metric: vitalMetric, limit: limit(10) }),
  row: z.object({ route: z.string(), ...vitalFigures }),
  build: (projectId, params) => sql`
    SELECT route, ${selectFigures}
    FROM ${vitals(scopeOf(projectId, params))} AND metric = ${{ String: params.metric }}
    GROUP BY route
    ORDER BY samples DESC, route
    LIMIT ${{ UInt32: params.limit }}`,
});
