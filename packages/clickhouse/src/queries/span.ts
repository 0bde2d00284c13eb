import { spanKinds, statusCodes } from "@perigee/schema";
import { z } from "zod";
import { defineQuery } from "../query.ts";
import { sql, table } from "../sql.ts";
import { environmentName, epochMs } from "../telemetry-scope.ts";

/** A sender that reuses ids may have many spans of one. */
const maxSpans = 20;

const attributes = z.record(z.string(), z.string());

export const span = defineQuery({
  summary:
    "One span with all that it tells: attributes, events, links, resource. Several where a sender reuses its ids.",
  params: z.strictObject({
    traceId: z.string().regex(/^[0-9a-f]{32}$/, { error: "must be 32 lower-case hex digits" }),
    spanId: z.string().regex(/^[0-9a-f]{16}$/, { error: "must be 16 lower-case hex digits" }),
  }),
  row: z.object({
    /** When it began, epoch milliseconds, with fractions. */
    time: z.number(),
    durationMs: z.number().min(0),
    traceId: z.string(),
    spanId: z.string(),
    /** Empty for the first of its trace. */
    parentSpanId: z.string(),
    /** W3C tracestate; may be empty. */
    traceState: z.string(),
    service: z.string(),
    environment: z.string(),
    name: z.string(),
    kind: z.enum(spanKinds),
    status: z.enum(statusCodes),
    statusMessage: z.string(),
    attributes,
    resource: attributes,
    scope: z.string(),
    scopeVersion: z.string(),
    /** In the order in which they were sent. */
    events: z.array(z.object({ time: z.number(), name: z.string(), attributes })),
    links: z.array(z.object({ traceId: z.string(), spanId: z.string(), attributes })),
    /** What its sender or our limits dropped. */
    droppedAttributes: z.int().min(0),
    droppedEvents: z.int().min(0),
    droppedLinks: z.int().min(0),
    /** How many spans it stands for. */
    weight: z.number().min(1),
  }),
  build: (projectId, { traceId, spanId }) => sql`
    SELECT
      ${epochMs(sql`Timestamp`)} AS time,
      Duration / 1e6 AS durationMs,
      TraceId AS traceId,
      SpanId AS spanId,
      ParentSpanId AS parentSpanId,
      TraceState AS traceState,
      ServiceName AS service,
      ${environmentName} AS environment,
      SpanName AS name,
      SpanKind AS kind,
      StatusCode AS status,
      StatusMessage AS statusMessage,
      SpanAttributes AS attributes,
      ResourceAttributes AS resource,
      ScopeName AS scope,
      ScopeVersion AS scopeVersion,
      CAST(arrayMap((at, name, details) -> (${epochMs(sql`at`)}, toString(name), details),
        Events.Timestamp, Events.Name, Events.Attributes), ${eventsType}) AS events,
      CAST(arrayZip(Links.TraceId, Links.SpanId, Links.Attributes), ${linksType}) AS links,
      DroppedAttributesCount AS droppedAttributes,
      DroppedEventsCount AS droppedEvents,
      DroppedLinksCount AS droppedLinks,
      weight
    FROM ${table("otel_traces")}
    WHERE project_id = ${{ UInt32: projectId }} AND TraceId = ${{ String: traceId }} AND SpanId = ${{ String: spanId }}
    ORDER BY Timestamp, message_id, seq
    LIMIT ${{ UInt32: maxSpans }}`,
});

const eventsType = sql`'Array(Tuple(time Float64, name String, attributes Map(String, String)))'`;
const linksType = sql`'Array(Tuple(traceId String, spanId String, attributes Map(String, String)))'`;
