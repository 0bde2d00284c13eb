import { field, keyValues } from "./fields.ts";
import { logText } from "./log-text.ts";
import { message } from "./message.ts";
import { takeWeight } from "./sample-weight.ts";
import { body, enumeration, fixed32, fixed64, id, text, uint32 } from "./scalars.ts";
import type { Signal } from "./scoped.ts";
import type { LogRecord } from "./tree.ts";

const levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const severities = ["UNSPECIFIED", ...levels.flatMap((level) => [level, `${level}2`, `${level}3`, `${level}4`])];

/** https://github.com/open-telemetry/opentelemetry-proto/blob/v1.10.0/opentelemetry/proto/logs/v1/logs.proto */
const logRecord = message<LogRecord>(
  () => ({
    timeUnixNano: 0n,
    observedTimeUnixNano: 0n,
    severityNumber: 0,
    severityText: "",
    body: null,
    attributes: new Map(),
    droppedAttributesCount: 0,
    flags: 0,
    traceId: "",
    spanId: "",
    eventName: "",
  }),
  [
    field("timeUnixNano", 1, fixed64),
    field("observedTimeUnixNano", 11, fixed64),
    field("severityNumber", 2, enumeration("SEVERITY_NUMBER_", severities)),
    field("severityText", 3, text),
    field("body", 5, body),
    keyValues("attributes", 6),
    field("droppedAttributesCount", 7, uint32),
    field("flags", 8, fixed32),
    field("traceId", 9, id),
    field("spanId", 10, id),
    field("eventName", 12, text),
  ],
);

export const logs: Signal<LogRecord> = {
  resources: "resourceLogs",
  scopes: "scopeLogs",
  items: "logRecords",
  item: logRecord,
  text: logText,
  afterRead: (record) => takeWeight(record),
  countRecords: () => 1,
};
