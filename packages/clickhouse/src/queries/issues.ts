import { z } from "zod";
import { count, uniques } from "../estimates.ts";
import { defineQuery } from "../query.ts";
import { limit, ranged, scopeOf } from "../query-params.ts";
import { errors } from "../scope.ts";
import { sql } from "../sql.ts";

export const issues = defineQuery({
  summary: "Issues, that is errors that share a fingerprint, with the one seen last first.",
  params: ranged({ limit: limit(10) }),
  row: z.object({
    issueId: z.string(),
    type: z.string(),
    /** Of the last occurrence. */
    message: z.string(),
    culprit: z.string(),
    events: z.int().min(1),
    visitors: z.int().min(0),
    /** First and last occurrence in the range, epoch milliseconds. */
    firstSeen: z.int(),
    lastSeen: z.int(),
    releases: z.array(z.string()),
  }),
  build: (projectId, params) => sql`
    SELECT
      toString(issue_id) AS issueId,
      argMax(errors.type, ts) AS type,
      argMax(errors.message, ts) AS message,
      argMax(errors.culprit, ts) AS culprit,
      ${count} AS events,
      ${uniques(sql`visitor_id`)} AS visitors,
      toUnixTimestamp64Milli(min(ts)) AS firstSeen,
      toUnixTimestamp64Milli(max(ts)) AS lastSeen,
      arraySort(groupUniqArrayIf(100)(release, release != '')) AS releases
    FROM ${errors(scopeOf(projectId, params))}
    GROUP BY issue_id
    ORDER BY lastSeen DESC, issueId
    LIMIT ${{ UInt32: params.limit }}`,
});
