import { flatten, parseJson, readSpanId, readTime, readTraceContext, severityOf } from "@perigee/log-parsing";
import type { AnyValue, KeyValues, LogRecord, Logs, Rejected, Scoped } from "@perigee/otlp";
import { fail, limits, type Result, succeed } from "@perigee/schema";
import type { Asked } from "./door.ts";
import { decodeUtf8 } from "./read-json.ts";

/**
 * Plain JSON logs, as anybody can write them: a list of objects, one object, or one object a line, such as
 * `{"service_name":"api","level":"INFO","message":"hello"}`. Names that say nothing here become attributes, those of objects within
 * objects with dots between. A line or an entry that cannot be read is rejected alone.
 */
export function readJsonLogs({ body, receivedAt }: Pick<Asked, "body" | "receivedAt">): Result<Read> {
  const text = decodeUtf8(body);
  if (!text.ok) return text;
  const entries = entriesOf(text.value);
  if (!entries.ok) return entries;
  const read = readEntries(entries.value, receivedAt);
  const isNothingRead = read.tree.length === 0 && read.rejected.count > 0;
  return isNothingRead ? fail("invalid-batch", { field: "body", message: read.rejected.message }) : succeed(read);
}

type Read = { tree: Logs; rejected: Rejected };

/** `undefined` stands for a line that is not JSON. */
function entriesOf(text: string): Result<unknown[]> {
  const whole = parse(text);
  const entries = whole.ok ? [whole.value].flat() : linesOf(text);
  if (entries.length > limits.otlpRecords) return tooMany;
  const isNoJson = !whole.ok && entries.every((entry) => entry === undefined || entry === blankLine);
  return isNoJson ? whole : succeed(entries);
}

const tooMany = fail("too-many-events", {
  field: "body",
  message: `The request holds more than ${limits.otlpRecords} records.`,
});

/** It counts towards the limit, but is no record. */
const blankLine = {};

/** No more of them are made than show that there are too many. */
const linesOf = (text: string): unknown[] =>
  text
    .trim()
    .split("\n", limits.otlpRecords + 1)
    .map((line) => {
      if (line.trim() === "") return blankLine;
      const parsed = parse(line);
      return parsed.ok ? parsed.value : undefined;
    });

function parse(text: string): Result<unknown> {
  try {
    return succeed(parseJson(text));
  } catch (cause) {
    return fail("not-json", { field: "body", message: `The body is not JSON: ${String(cause).slice(0, 200)}` });
  }
}

function readEntries(entries: readonly unknown[], receivedAt: number): Read {
  const services = new Map<string, Scoped<LogRecord>>();
  const rejected: Rejected = { count: 0, message: "" };
  for (const [index, entry] of entries.entries()) {
    if (!isObject(entry)) {
      rejected.message ||= `records.${index}: must be a JSON object`;
      rejected.count += 1;
      continue;
    }
    const { attributes, droppedAttributesCount } = flatten(Object.entries(entry));
    if (attributes.size === 0) continue;
    const service = takeText(attributes, names.service) ?? "";
    const scoped = services.get(service) ?? scopedOf(service);
    services.set(service, scoped);
    scoped.items.push({ ...recordOf(attributes, receivedAt), droppedAttributesCount });
  }
  return { tree: [...services.values()], rejected };
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What loggers call the fields of a record. Of several, the first counts and the others are attributes. */
const names = {
  service: ["service_name", "service.name", "service", "serviceName"],
  message: ["message", "msg", "body"],
  severity: ["level", "severity", "severity_text", "log.level"],
  time: ["time", "timestamp", "ts", "@timestamp"],
  trace: ["trace_id", "traceId", "trace.id", "traceparent"],
  spanId: ["span_id", "spanId", "span.id"],
} as const;

const scopedOf = (service: string): Scoped<LogRecord> => ({
  resource: {
    attributes: new Map(service === "" ? [] : [["service.name", service]]),
    droppedAttributesCount: 0,
    schemaUrl: "",
  },
  scope: { name: "", version: "", attributes: new Map(), droppedAttributesCount: 0, schemaUrl: "" },
  items: [],
});

function recordOf(attributes: KeyValues, receivedAt: number): Omit<LogRecord, "droppedAttributesCount"> {
  const clock = { nowMs: receivedAt, utcOffsetMinutes: 0 };
  const severity = take(attributes, names.severity, (value) => severityOf(value));
  const trace = take(attributes, names.trace, (value) => readTraceContext(textOf(value)));
  const span = take(attributes, names.spanId, (value) => readSpanId(textOf(value)));
  return {
    timeUnixNano: take(attributes, names.time, (value) => readTime(value, "auto", clock)) ?? 0n,
    observedTimeUnixNano: 0n,
    severityNumber: severity?.severityNumber ?? 0,
    severityText: severity?.severityText ?? "",
    traceId: trace?.traceId ?? "",
    spanId: span?.spanId ?? trace?.spanId ?? "",
    flags: trace?.flags ?? 0,
    eventName: "",
    body: take(attributes, names.message, (value) => value ?? undefined) ?? null,
    attributes,
  };
}

/** Takes the first field out of the attributes that can be read; one that cannot stays an attribute. */
function take<T>(
  attributes: KeyValues,
  fields: readonly string[],
  read: (value: AnyValue) => T | undefined,
): T | undefined {
  for (const field of fields) {
    const value = attributes.get(field);
    const taken = value === undefined ? undefined : read(value);
    if (taken === undefined) continue;
    attributes.delete(field);
    return taken;
  }
  return undefined;
}

const textOf = (value: AnyValue): string => (typeof value === "string" ? value : "");

const takeText = (attributes: KeyValues, fields: readonly string[]): string | undefined =>
  take(attributes, fields, (value) => textOf(value) || undefined);
