import { z } from "zod";
import { defineQuery } from "../query.ts";
import { sql } from "../sql.ts";
import { timelineRow, timelineWhere } from "./timeline.ts";

export const sessionTimeline = defineQuery({
  summary:
    "Everything that happened in one visit, in order: page views, interactions, requests, custom events, vitals, errors and the rest.",
  params: z.strictObject({ sessionId: z.uuid() }),
  row: timelineRow,
  build: (projectId, { sessionId }) =>
    timelineWhere(sql`project_id = ${{ UInt32: projectId }} AND session_id = ${{ UUID: sessionId }}`),
});
