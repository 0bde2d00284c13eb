import type { AnyValue, LogRecord } from "@perigee/otlp";
import { severityRanges } from "@perigee/schema";
import { findSeverity, type Severity, severityOf } from "../severity.ts";
import { readFirst, removeSource, scalarText } from "../sources.ts";
import { offsetOf, readTime } from "../timestamp.ts";
import { readSpanId, readTraceContext } from "../trace-context.ts";
import { type Apply, nowOf, type StepOf, type StepOutcome, setTime } from "./step.ts";

/** Steps that fill fields of the record from what stands in its attributes or in its body. */

export function compileSeverity({ from, scale, words }: StepOf<"severity">): Apply {
  const own = new Map(Object.entries(words).map(([word, name]) => [word.toLowerCase(), severityRanges[name]] as const));
  const read = (value: AnyValue, source: string): Severity | undefined => {
    const severityText = scalarText(value).trim();
    const severityNumber = own.get(severityText.toLowerCase());
    if (severityNumber !== undefined) return { severityNumber, severityText };
    return severityOf(value, scale) ?? (source === "body" ? findSeverity(severityText) : undefined);
  };
  return (record) => fill(record, { sources: from, read, put: (severity) => Object.assign(record, severity) });
}

export function compileTimestamp({ from, format, utcOffset }: StepOf<"timestamp">): Apply {
  const utcOffsetMinutes = offsetOf(utcOffset);
  return (record) =>
    fill(record, {
      sources: from,
      read: (value) => readTime(value, format, { nowMs: nowOf(record), utcOffsetMinutes }),
      put: (time) => setTime(record, time),
    });
}

export function compileMessage({ from = ["message", "msg", "log", "event"], template }: StepOf<"message">): Apply {
  if (template !== undefined) return fromTemplate(template);
  const read = (value: AnyValue) => (typeof value === "string" ? value : undefined);
  return (record) =>
    fill(record, {
      sources: from,
      read,
      put: (text) => {
        record.body = text;
      },
    });
}

function fromTemplate(template: string): Apply {
  const parts = template.split(/\{([^{}]*)\}/);
  return (record) => {
    const names = parts.filter((_, place) => place % 2 === 1);
    if (!names.some((name) => record.attributes.has(name))) return "unchanged";
    const texts = parts.map((part, place) => (place % 2 === 0 ? part : scalarText(record.attributes.get(part) ?? "")));
    record.body = texts.join("");
    return "done";
  };
}

export function compileTrace({ traceId, spanId }: StepOf<"trace">): Apply {
  const readTrace = (value: AnyValue) => readTraceContext(scalarText(value));
  const readSpan = (value: AnyValue) => readSpanId(scalarText(value));
  return (record) => {
    const trace = readFirst(record, { sources: traceId, read: readTrace });
    const span = readFirst(record, { sources: spanId, read: readSpan });
    if (trace === "failed" || span === "failed") return "failed";
    const found = [trace, span].filter((part) => part !== "unchanged");
    for (const { source, value } of found) {
      Object.assign(record, value);
      removeSource(record, source);
    }
    return found.length > 0 ? "done" : "unchanged";
  };
}

type Filling<Value> = {
  sources: readonly string[];
  read: (value: AnyValue, source: string) => Value | undefined;
  put: (value: Value) => void;
};

/** Puts what the first readable source says where it belongs, and takes it out of the attributes. */
function fill<Value>(record: LogRecord, { sources, read, put }: Filling<Value>): StepOutcome {
  const found = readFirst(record, { sources, read });
  if (typeof found === "string") return found;
  put(found.value);
  removeSource(record, found.source);
  return "done";
}
