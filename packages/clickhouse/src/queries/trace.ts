import { spanKinds, statusCodes } from "@perigee/schema";
import { z } from "zod";
import { Severity, severity } from "../log-records.ts";
import { defineQuery } from "../query.ts";
import { type Sql, sql, table } from "../sql.ts";
import { epochMs } from "../telemetry-scope.ts";
import { entriesWhere, maxRows, noBreadcrumbs, timelineOrder, timelineRow } from "./timeline.ts";

const maxSpans = 5_000;
const maxLogs = 1_000;
const bodyChars = 2_000;
const statusChars = 500;

/** Of one source: the browser, spans or logs. More than the rows that are given where the answer was cut. */
const total = z.int().min(1);

const record = {
  /** Epoch milliseconds, with fractions; of a span, when it began. */
  time: z.number(),
  service: z.string(),
  traceId: z.string(),
  spanId: z.string(),
  total,
};

const spanRow = z.object({
  kind: z.literal("span"),
  ...record,
  /** Empty for the first of the trace; the span id of a browser's request where that began it. */
  parentSpanId: z.string(),
  name: z.string(),
  spanKind: z.enum(spanKinds),
  durationMs: z.number().min(0),
  statusCode: z.enum(statusCodes),
  statusMessage: z.string(),
});

const logRow = z.object({
  kind: z.literal("log"),
  ...record,
  severity: Severity,
  body: z.string(),
  /** Characters of the whole body. */
  bodyLength: z.int().min(0),
});

export const trace = defineQuery({
  summary:
    "Everything recorded under one trace, in order: the interaction, the requests, errors, vitals and views that it caused, the spans of services and their log records.",
  params: z.strictObject({
    traceId: z.string().regex(/^[0-9a-f]{32}$/, { error: "must be 32 lower-case hex digits" }),
  }),
  row: z.discriminatedUnion("kind", [timelineRow.extend({ total }), spanRow, logRow]),
  build: (projectId, { traceId }) => {
    const project = sql`project_id = ${{ UInt32: projectId }}`;
    return sql`
      SELECT * EXCEPT (turn) FROM (
        ${fromBrowser(sql`${project} AND trace_id = ${{ String: traceId }}`)}
        UNION ALL ${spansWhere(sql`${project} AND TraceId = ${{ String: traceId }}`)}
        UNION ALL ${logsWhere(sql`${project} AND TraceId = ${{ String: traceId }}`)}
      )
      ORDER BY time, turn, durationMs DESC, ${timelineOrder}`;
  },
});

/** What is cut off a long trace is its end, and of log records those below error first. */
const fromBrowser = (condition: Sql): Sql => sql`
  SELECT * REPLACE (toFloat64(time) AS time, toString(kind) AS kind, toFloat64(value) AS value), ${noRecord} FROM (
    SELECT *, count() OVER () AS total FROM (${entriesWhere(condition)})
    ORDER BY ${timelineOrder} LIMIT ${{ UInt32: maxRows }})`;

const noRecord = sql`'' AS service, '' AS parentSpanId, '' AS spanKind, 0. AS durationMs, '' AS statusCode,
  '' AS statusMessage, '' AS severity, '' AS body, 0 AS bodyLength, 0 AS turn`;

const spansWhere = (condition: Sql): Sql => sql`
  SELECT ${epochMs(sql`Timestamp`)} AS time, '' AS id, '' AS sessionId, 'span' AS kind, toString(SpanName) AS name,
    ${noEntry}, TraceId AS traceId, SpanId AS spanId, ${noDetail}, count() OVER () AS total,
    toString(ServiceName) AS service, ParentSpanId AS parentSpanId, toString(SpanKind) AS spanKind, Duration / 1e6 AS durationMs,
    toString(StatusCode) AS statusCode, substringUTF8(StatusMessage, 1, ${{ UInt32: statusChars }}) AS statusMessage,
    '' AS severity, '' AS body, 0 AS bodyLength, 1 AS turn
  FROM ${table("otel_traces")} WHERE ${condition}
  ORDER BY Timestamp, Duration DESC, spanId
  LIMIT ${{ UInt32: maxSpans }}`;

const logsWhere = (condition: Sql): Sql => sql`
  SELECT ${epochMs(sql`Timestamp`)} AS time, ${seqInMessage} AS id, '' AS sessionId, 'log' AS kind, '' AS name,
    ${noEntry}, TraceId AS traceId, SpanId AS spanId, ${noDetail}, count() OVER () AS total,
    toString(ServiceName) AS service, '' AS parentSpanId, '' AS spanKind, 0. AS durationMs, '' AS statusCode, '' AS statusMessage,
    toString(${severity}) AS severity, substringUTF8(Body, 1, ${{ UInt32: bodyChars }}) AS body, lengthUTF8(Body) AS bodyLength, 2 AS turn
  FROM ${table("otel_logs")} WHERE ${condition}
  ORDER BY SeverityNumber >= 17 DESC, Timestamp, message_id, seq
  LIMIT ${{ UInt32: maxLogs }}`;

/** Sorts records of the same time as they were sent. */
const seqInMessage = sql`leftPad(toString(seq), 10, '0')`;

/** The columns of the browser's rows, in their order, that the others leave empty. */
const noEntry = sql`'' AS path, '' AS route, 0. AS value, '' AS rating, '' AS target, 0 AS status, 0 AS scrollDepth`;
const noDetail = sql`CAST(map(), 'Map(String, String)') AS detail, ${noBreadcrumbs} AS breadcrumbs`;
