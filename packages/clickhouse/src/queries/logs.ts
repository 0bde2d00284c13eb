import { z } from "zod";
import { logChoice, logsOf, Severity, severity } from "../log-records.ts";
import { defineQuery } from "../query.ts";
import { limit } from "../query-params.ts";
import { cursor, isBefore, newestFirst, recordId } from "../record-cursor.ts";
import { sql } from "../sql.ts";
import { chosen } from "../telemetry-params.ts";
import { environmentName, epochMs } from "../telemetry-scope.ts";

export const logs = defineQuery({
  summary: "Log records of a time range, the newest first: by service, severity, trace, words of the body, attributes.",
  params: chosen({
    ...logChoice,
    /** Characters of a body that are given. */
    bodyChars: z.coerce.number().int().min(1).max(100_000).default(2_000),
    /** Id of the last record of the page before. */
    before: cursor,
    limit: limit(100),
  }),
  row: z.object({
    /** Names the record, and leads to the page behind it. */
    id: z.string(),
    /** Epoch milliseconds, with fractions. */
    time: z.number(),
    service: z.string(),
    environment: z.string(),
    severity: Severity,
    /** In the sender's words. */
    severityText: z.string(),
    body: z.string(),
    /** Characters of the whole body. */
    bodyLength: z.int().min(0),
    eventName: z.string(),
    /** Empty where it belongs to none. */
    traceId: z.string(),
    spanId: z.string(),
    attributes: z.record(z.string(), z.string()),
    resource: z.record(z.string(), z.string()),
    scope: z.string(),
    /** How many records it stands for. */
    weight: z.number().min(1),
  }),
  build: (projectId, params) => sql`
    SELECT
      ${recordId} AS id,
      ${epochMs(sql`Timestamp`)} AS time,
      ServiceName AS service,
      ${environmentName} AS environment,
      ${severity} AS severity,
      SeverityText AS severityText,
      substringUTF8(Body, 1, ${{ UInt32: params.bodyChars }}) AS body,
      lengthUTF8(Body) AS bodyLength,
      EventName AS eventName,
      TraceId AS traceId,
      SpanId AS spanId,
      LogAttributes AS attributes,
      ResourceAttributes AS resource,
      ScopeName AS scope,
      weight
    FROM ${logsOf(projectId, params)} AND ${isBefore(params.before)}
    ORDER BY ${newestFirst}
    LIMIT ${{ UInt32: params.limit }}`,
});
