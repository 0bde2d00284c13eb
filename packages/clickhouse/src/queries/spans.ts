import { spanKinds, statusCodes } from "@perigee/schema";
import { z } from "zod";
import { defineQuery } from "../query.ts";
import { limit } from "../query-params.ts";
import { cursor, isBefore, newestFirst, recordId } from "../record-cursor.ts";
import { join, sql } from "../sql.ts";
import { attributes, chosen, hexId, several } from "../telemetry-params.ts";
import { attributesIn, recordsOf } from "../telemetry-scope.ts";
import { spanColumns, spanFields } from "./span-columns.ts";

/** As a duration of nanoseconds it still fits into 64 bits. */
const maxDurationMs = 9e12;

const orders = { newest: newestFirst, slowest: sql`Duration DESC, Timestamp DESC` } as const;

export const spans = defineQuery({
  summary:
    "Spans of a time range, the newest or the slowest first: by service, name, kind, status, duration, attributes.",
  params: chosen({
    name: several(z.string().max(1_000)),
    kind: several(z.enum(spanKinds)),
    status: several(z.enum(statusCodes)),
    minDurationMs: z.coerce.number().min(0).max(maxDurationMs).default(0),
    traceId: hexId(32),
    attribute: attributes,
    sort: z.enum(["newest", "slowest"]).default("newest"),
    /** Id of the last span of the page before; of the newest alone. */
    before: cursor,
    limit: limit(100),
  }).superRefine(({ sort, before }, context) => {
    if (sort === "newest" || before === undefined) return;
    context.addIssue({ code: "custom", path: ["before"], message: "leads through the newest alone", input: before });
  }),
  row: z.object({
    /** Names the span, and leads to the page behind it. */
    id: z.string(),
    ...spanFields,
  }),
  build: (projectId, params) => {
    const { name, kind, status, minDurationMs, traceId } = params;
    const minNanos = BigInt(Math.round(minDurationMs * 1e6));
    const conditions = [
      recordsOf("otel_traces", { ...params, projectId }),
      isBefore(params.before),
      ...(name.length > 0 ? [sql`SpanName IN ${{ Strings: name }}`] : []),
      ...(kind.length > 0 ? [sql`SpanKind IN ${{ Strings: kind }}`] : []),
      ...(status.length > 0 ? [sql`StatusCode IN ${{ Strings: status }}`] : []),
      ...(minNanos > 0n ? [sql`Duration >= ${{ UInt64: minNanos }}`] : []),
      ...(traceId === undefined ? [] : [sql`TraceId = ${{ String: traceId }}`]),
      ...attributesIn(sql`SpanAttributes`, params.attribute),
    ];
    return sql`
      SELECT
        ${recordId} AS id,
        ${spanColumns}
      FROM ${join(conditions, sql` AND `)}
      ORDER BY ${orders[params.sort]}
      LIMIT ${{ UInt32: params.limit }}`;
  },
});
