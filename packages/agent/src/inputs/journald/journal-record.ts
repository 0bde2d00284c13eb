import { severityOf } from "@perigee/log-parsing";
import type { AnyValue, LogRecord, Logs } from "@perigee/otlp";
import { type Attributes, resourceOf, scopeOf } from "../instruments.ts";
import { logRecord } from "../log-record.ts";
import type { JournalEntry } from "./export-format.ts";

/** An attribute for a field of the journal: https://www.freedesktop.org/software/systemd/man/systemd.journal-fields.html */
const attributeNames: Record<string, string> = {
  _SYSTEMD_UNIT: "systemd.unit",
  _SYSTEMD_USER_UNIT: "systemd.user_unit",
  _PID: "process.pid",
  _COMM: "process.executable.name",
  _EXE: "process.executable.path",
  _UID: "process.user.id",
  _TRANSPORT: "journald.transport",
  CODE_FILE: "code.file.path",
  CODE_LINE: "code.line.number",
  CODE_FUNC: "code.function.name",
  TID: "thread.id",
  SYSLOG_IDENTIFIER: "syslog.identifier",
  SYSLOG_FACILITY: "syslog.facility_code",
  MESSAGE_ID: "journald.message_id",
  CONTAINER_ID_FULL: "container.id",
  CONTAINER_NAME: "container.name",
  IMAGE_NAME: "container.image.name",
};
const numeric = new Set(["_PID", "_UID", "CODE_LINE", "TID", "SYSLOG_FACILITY"]);

/** Fields that stand elsewhere in the record, or that the journal keeps for itself; of `_…` fields only those named above are taken. */
const elsewhere = new Set(["MESSAGE", "PRIORITY", "SYSLOG_PID", "SYSLOG_TIMESTAMP", "SYSLOG_RAW"]);

function journalRecord({ fields, droppedFields }: JournalEntry, receivedNanos: bigint): LogRecord {
  const written = nanosOf(fields.get("_SOURCE_REALTIME_TIMESTAMP")) ?? nanosOf(fields.get("__REALTIME_TIMESTAMP"));
  return logRecord({
    timeUnixNano: written ?? 0n,
    observedTimeUnixNano: receivedNanos,
    ...severityOf(Number(fields.get("PRIORITY") ?? Number.NaN), "syslog"),
    body: fields.get("MESSAGE") ?? "",
    attributes: attributesOf(fields),
    droppedAttributesCount: droppedFields,
  });
}

function attributesOf(fields: JournalEntry["fields"]): Attributes {
  const attributes: Attributes = {};
  for (const [field, value] of fields) {
    const name = attributeNames[field] ?? ownName(field);
    if (name !== undefined) attributes[name] = numeric.has(field) ? numberOf(value) : value;
  }
  return attributes;
}

/** What programs add themselves, such as `REQUEST_ID`, is `journald.request_id`. */
const ownName = (field: string): string | undefined =>
  field.startsWith("_") || field === "" || elsewhere.has(field) ? undefined : `journald.${field.toLowerCase()}`;

const numberOf = (text: string): AnyValue => (/^\d{1,15}$/.test(text) ? Number(text) : text);

/** The journal's times are microseconds since the epoch. */
const nanosOf = (text: string | undefined): bigint | undefined =>
  text !== undefined && /^\d{1,18}$/.test(text) ? BigInt(text) * 1000n : undefined;

/** One group for each service on each host: the unit without `.service`, else what the program calls itself. */
export function groupByUnit(
  entries: JournalEntry[],
  options: { service: string | undefined; receivedNanos: bigint },
): Logs {
  const groups = new Map<string, Logs[number]>();
  for (const entry of entries) {
    const source = {
      "service.name": options.service ?? serviceOf(entry.fields),
      "host.name": entry.fields.get("_HOSTNAME"),
    };
    const key = JSON.stringify([source["service.name"], source["host.name"]]);
    const group = groups.get(key) ?? { resource: resourceOf(source), scope: scopeOf("journald"), items: [] };
    groups.set(key, group);
    group.items.push(journalRecord(entry, options.receivedNanos));
  }
  return Array.from(groups.values());
}

const serviceOf = (fields: JournalEntry["fields"]): string | undefined =>
  fields.get("_SYSTEMD_UNIT")?.replace(/\.service$/, "") ??
  fields.get("SYSLOG_IDENTIFIER") ??
  (fields.get("_TRANSPORT") === "kernel" ? "kernel" : fields.get("_COMM"));
