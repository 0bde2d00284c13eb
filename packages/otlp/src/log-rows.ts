import { type LogRow, limits } from "@perigee/schema";
import { asText } from "./any-value.ts";
import { Findings } from "./findings.ts";
import type { MadeRows, Receipt } from "./row-group.ts";
import { droppedAttributes, fitIds, fitName, fitText, toTextMap } from "./row-text.ts";
import { RowTimes, toDateTime64Nanos } from "./row-times.ts";
import { sourceColumns } from "./source-columns.ts";
import type { LogRecord, Logs } from "./tree.ts";

/** Rows of `otel_logs`. A record without a time has that of its observation, else that of its receipt; one that is too old is refused. */
export function logRows(logs: Logs, { receivedAt }: Receipt): MadeRows {
  const findings = new Findings();
  const times = new RowTimes(receivedAt, findings);
  const groups = logs.map((scoped) => ({
    table: "otel_logs" as const,
    shared: sourceColumns(scoped, findings),
    rows: scoped.items.map((record) => logRow(record, times, findings)).filter((row) => row !== undefined),
  }));
  return { groups: groups.filter(({ rows }) => rows.length > 0), rejected: findings.toRejected() };
}

function logRow(record: LogRecord, times: RowTimes, findings: Findings) {
  const time = times.clamp(record.timeUnixNano || record.observedTimeUnixNano);
  if (times.isTooOld(time, "timeUnixNano")) return undefined;
  const { traceId, spanId } = fitIds(record, findings);
  return {
    Timestamp: toDateTime64Nanos(time),
    ObservedTimestamp: toDateTime64Nanos(times.clamp(record.observedTimeUnixNano)),
    TraceId: traceId,
    SpanId: spanId,
    TraceFlags: record.flags & 0xff,
    SeverityText: fitName(record.severityText, findings),
    SeverityNumber: record.severityNumber >= 1 && record.severityNumber <= 24 ? record.severityNumber : 0,
    Body: fitText(asText(record.body), limits.otlpBodyChars, findings),
    LogAttributes: toTextMap(record.attributes, findings),
    EventName: fitName(record.eventName, findings),
    DroppedAttributesCount: droppedAttributes(record),
    weight: record.weight ?? 1,
    redacted: record.redacted ?? {},
  } satisfies Partial<LogRow>;
}
