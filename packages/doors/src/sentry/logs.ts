import { severityNumberOf } from "@perigee/log-parsing";
import type { LogRecord, Logs } from "@perigee/otlp";
import { z } from "zod";
import { hexId, maybe } from "../lenient.ts";
import { Attributes, readContainer } from "./containers.ts";
import { nanos, time } from "./time.ts";

/** https://develop.sentry.dev/sdk/telemetry/logs/ */
const Log = z.object({
  timestamp: time,
  trace_id: hexId(32),
  span_id: hexId(16),
  level: maybe(z.string()),
  body: z.string(),
  severity_number: maybe(z.int().min(0).max(24)),
  attributes: Attributes,
});

export function logsOf(payload: unknown): { logs: Logs; faults: string[] } {
  const { scoped, faults } = readContainer(payload, { name: "log", read: recordOf });
  return { logs: scoped, faults };
}

function recordOf(entry: unknown): LogRecord | undefined {
  const log = Log.safeParse(entry);
  if (!log.success) return undefined;
  const { timestamp, trace_id, span_id, level = "", body, severity_number, attributes } = log.data;
  const parent = attributes.get("sentry.trace.parent_span_id");
  return {
    timeUnixNano: nanos(timestamp),
    observedTimeUnixNano: 0n,
    // The SDKs leave out the number where it follows from the level.
    severityNumber: severity_number ?? severityNumberOf(level),
    severityText: level,
    body,
    attributes,
    droppedAttributesCount: 0,
    flags: 0,
    traceId: trace_id ?? "",
    spanId: span_id ?? hexId(16).parse(parent) ?? "",
    eventName: "",
  };
}
