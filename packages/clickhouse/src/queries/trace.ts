import { z } from "zod";
import { defineQuery } from "../query.ts";
import { sql } from "../sql.ts";
import { timelineRow, timelineWhere } from "./timeline.ts";

export const trace = defineQuery({
  summary:
    "Everything that browsers recorded under one trace, in order: the interaction, and the requests, errors, vitals and views that it caused.",
  params: z.strictObject({
    traceId: z.string().regex(/^[0-9a-f]{32}$/, { error: "must be 32 lower-case hex digits" }),
  }),
  row: timelineRow,
  build: (projectId, { traceId }) =>
    timelineWhere(sql`project_id = ${{ UInt32: projectId }} AND trace_id = ${{ String: traceId }}`),
});
