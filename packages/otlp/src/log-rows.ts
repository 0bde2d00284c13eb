import { type LogRow, limits } from "@perigee/schema";
import { asText } from "./any-value.ts";
import { Findings } from "./findings.ts";
import type { MadeRows, Receipt } from "./row-group.ts";
import { droppedAttributes, fitIds, fitName, fitText, toTextMap } from "./row-text.ts";
import { RowTimes, toDateTime64Nanos } from "./row-times.ts";
import { sourceColumns } from "./source-columns.ts";
import type { LogRecord, Logs } from "./tree.ts";

/** Where the time of a record goes that it cannot be stored under. */
const ownTime = "log.time";

/**
 * Rows of `otel_logs`. A record without a time within the limits has that of its observation, else that of its receipt; `redated` says how
 * many had one without.
 */
export function logRows(logs: Logs, { receivedAt }: Receipt): MadeRows & { redated: number } {
  const findings = new Findings();
  const times = new RowTimes(receivedAt, findings);
  const groups = logs.map((scoped) => ({
    table: "otel_logs" as const,
    shared: sourceColumns(scoped, findings),
    rows: scoped.items.map((record) => logRow(record, times, findings)),
  }));
  return {
    groups: groups.filter(({ rows }) => rows.length > 0),
    rejected: findings.toRejected(),
    redated: times.redated,
  };
}

function logRow(record: LogRecord, times: RowTimes, findings: Findings) {
  const { timeUnixNano: own, observedTimeUnixNano: observed } = record;
  const time = times.ofLog(own, observed);
  const { traceId, spanId } = fitIds(record, findings);
  return {
    Timestamp: toDateTime64Nanos(time),
    ObservedTimestamp: toDateTime64Nanos(times.clamp(observed)),
    TraceId: traceId,
    SpanId: spanId,
    TraceFlags: record.flags & 0xff,
    SeverityText: fitName(record.severityText, findings),
    SeverityNumber: record.severityNumber >= 1 && record.severityNumber <= 24 ? record.severityNumber : 0,
    Body: fitText(asText(record.body), limits.otlpBodyChars, findings),
    LogAttributes: attributesOf(record, time, findings),
    EventName: fitName(record.eventName, findings),
    DroppedAttributesCount: droppedAttributes(record),
    weight: record.weight ?? 1,
    redacted: record.redacted ?? {},
  } satisfies Partial<LogRow>;
}

function attributesOf({ timeUnixNano: own, attributes }: LogRecord, time: bigint, findings: Findings) {
  const map = toTextMap(attributes, findings);
  if (own > 0n && own !== time) map[ownTime] ??= `${toDateTime64Nanos(own).replace(" ", "T")}Z`;
  return map;
}
