import { z } from "zod";
import { dateTime64, dateTime64Nanos, entityRefs, stringMap, uint8, uint16, uint32, uint64 } from "./row-columns.ts";

/**
 * Rows of logs and spans: the columns of OpenTelemetry's ClickHouse exporter between those that every table of ours has and those that the
 * exporter leaves out. Nested columns are lists of equal length, one a field. What is optional is left out where it is 0 or empty.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/exporter/clickhouseexporter
 */

const head = {
  project_id: uint32,
  retention_days: uint16,
  received_at: dateTime64,
  /** Id of the queue message that carried the row: tells on redelivery whether it was written before. */
  message_id: z.uuid(),
  /** Place of the record in its message, from 0: keeps the order of records of the same time, and tells equal ones apart. */
  seq: uint32,
  Timestamp: dateTime64Nanos,
};

const source = {
  ServiceName: z.string(),
  ResourceAttributes: stringMap,
  ResourceSchemaUrl: z.string(),
  ResourceDroppedAttrCount: uint32.optional(),
  ...entityRefs,
  ScopeName: z.string(),
  ScopeVersion: z.string(),
  ScopeAttributes: stringMap,
  ScopeDroppedAttrCount: uint32.optional(),
  ScopeSchemaUrl: z.string(),
};

const tail = {
  DroppedAttributesCount: uint32,
  /** How many records the row stands for. */
  weight: z.number().min(1),
  /** How often a redaction rule found something, by `rule:field`. */
  redacted: z.record(z.string(), uint16),
};

export const LogRow = z.object({
  ...head,
  ObservedTimestamp: dateTime64Nanos,
  TraceId: z.string(),
  SpanId: z.string(),
  TraceFlags: uint8,
  SeverityText: z.string(),
  SeverityNumber: uint8,
  ...source,
  Body: z.string(),
  LogAttributes: stringMap,
  EventName: z.string(),
  ...tail,
});
export type LogRow = z.infer<typeof LogRow>;

/** Names of the exporter for `Span.kind` and `Status.code`, by their numbers. */
export const spanKinds = ["Unspecified", "Internal", "Server", "Client", "Producer", "Consumer"] as const;
export const statusCodes = ["Unset", "Ok", "Error"] as const;

export const SpanRow = z.object({
  ...head,
  TraceId: z.string(),
  SpanId: z.string(),
  ParentSpanId: z.string(),
  TraceState: z.string(),
  TraceFlags: uint32,
  SpanName: z.string(),
  SpanKind: z.enum(spanKinds),
  ...source,
  SpanAttributes: stringMap,
  /** Nanoseconds. */
  Duration: uint64,
  StatusCode: z.enum(statusCodes),
  StatusMessage: z.string(),
  "Events.Timestamp": z.array(dateTime64Nanos),
  "Events.Name": z.array(z.string()),
  "Events.Attributes": z.array(stringMap),
  "Events.DroppedAttributesCount": z.array(uint32).optional(),
  "Links.TraceId": z.array(z.string()),
  "Links.SpanId": z.array(z.string()),
  "Links.TraceState": z.array(z.string()),
  "Links.Attributes": z.array(stringMap),
  "Links.DroppedAttributesCount": z.array(uint32).optional(),
  "Links.Flags": z.array(uint32).optional(),
  DroppedEventsCount: uint32,
  DroppedLinksCount: uint32,
  ...tail,
});
export type SpanRow = z.infer<typeof SpanRow>;
