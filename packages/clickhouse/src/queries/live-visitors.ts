import { z } from "zod";
import { uniques } from "../estimates.ts";
import { defineQuery } from "../query.ts";
import { sql, table } from "../sql.ts";

export const liveVisitors = defineQuery({
  summary: "Visitors with any event in the last five minutes.",
  params: z.strictObject({}),
  row: z.object({ visitors: z.int().min(0) }),
  build: (projectId) => sql`
    SELECT ${uniques(sql`visitor_id`, sql`session_weight`)} AS visitors
    FROM ${table("events")}
    WHERE project_id = ${{ UInt32: projectId }} AND ts > now64(3) - INTERVAL 5 MINUTE`,
});
