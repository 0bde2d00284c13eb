import { spanKinds, statusCodes } from "@perigee/schema";
import { z } from "zod";
import { sql } from "../sql.ts";
import { environmentName, epochMs } from "../telemetry-scope.ts";

const attributes = z.record(z.string(), z.string());

/** What every query that shows spans tells of one. */
export const spanFields = {
  /** When it began, epoch milliseconds, with fractions. */
  time: z.number(),
  durationMs: z.number().min(0),
  traceId: z.string(),
  spanId: z.string(),
  /** Empty for the first of its trace. */
  parentSpanId: z.string(),
  service: z.string(),
  environment: z.string(),
  name: z.string(),
  kind: z.enum(spanKinds),
  status: z.enum(statusCodes),
  statusMessage: z.string(),
  attributes,
  resource: attributes,
  scope: z.string(),
  /** How many spans it stands for. */
  weight: z.number().min(1),
};

/** Their columns, in this order. */
export const spanColumns = sql`
  ${epochMs(sql`Timestamp`)} AS time,
  Duration / 1e6 AS durationMs,
  TraceId AS traceId,
  SpanId AS spanId,
  ParentSpanId AS parentSpanId,
  ServiceName AS service,
  ${environmentName} AS environment,
  SpanName AS name,
  SpanKind AS kind,
  StatusCode AS status,
  StatusMessage AS statusMessage,
  SpanAttributes AS attributes,
  ResourceAttributes AS resource,
  ScopeName AS scope,
  weight`;
