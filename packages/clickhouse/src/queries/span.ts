import { z } from "zod";
import { defineQuery } from "../query.ts";
import { sql, table } from "../sql.ts";
import { epochMs } from "../telemetry-scope.ts";
import { spanColumns, spanFields } from "./span-columns.ts";

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
    ...spanFields,
    /** W3C tracestate; may be empty. */
    traceState: z.string(),
    scopeVersion: z.string(),
    /** In the order in which they were sent. */
    events: z.array(z.object({ time: z.number(), name: z.string(), attributes })),
    links: z.array(z.object({ traceId: z.string(), spanId: z.string(), attributes })),
    /** What its sender or our limits dropped. */
    droppedAttributes: z.int().min(0),
    droppedEvents: z.int().min(0),
    droppedLinks: z.int().min(0),
  }),
  build: (projectId, { traceId, spanId }) => sql`
    SELECT
      ${spanColumns},
      TraceState AS traceState,
      ScopeVersion AS scopeVersion,
      CAST(arrayMap((at, name, details) -> (${epochMs(sql`at`)}, toString(name), details),
        Events.Timestamp, Events.Name, Events.Attributes), ${eventsType}) AS events,
      CAST(arrayZip(Links.TraceId, Links.SpanId, Links.Attributes), ${linksType}) AS links,
      DroppedAttributesCount AS droppedAttributes,
      DroppedEventsCount AS droppedEvents,
      DroppedLinksCount AS droppedLinks
    FROM ${table("otel_traces")}
    WHERE project_id = ${{ UInt32: projectId }} AND TraceId = ${{ String: traceId }} AND SpanId = ${{ String: spanId }}
    ORDER BY Timestamp, message_id, seq
    LIMIT ${{ UInt32: maxSpans }}`,
});

const eventsType = sql`'Array(Tuple(time Float64, name String, attributes Map(String, String)))'`;
const linksType = sql`'Array(Tuple(traceId String, spanId String, attributes Map(String, String)))'`;
