import { z } from "zod";
import { defineQuery } from "../query.ts";
import { sql, table } from "../sql.ts";
import { visitFields, visitRow } from "./sessions.ts";

export const session = defineQuery({
  summary: "One visit: when it was, where it came from, and with what. No row where there is no such visit.",
  params: z.strictObject({ sessionId: z.uuid() }),
  row: visitRow,
  // A visit of more than a day stands in a row a day; the first one tells where it came from.
  build: (projectId, { sessionId }) => sql`
    SELECT ${visitFields}
    FROM ${table("sessions")} FINAL
    WHERE project_id = ${{ UInt32: projectId }} AND session_id = ${{ UUID: sessionId }}
    ORDER BY started_at
    LIMIT 1`,
});
