import { readSpanId, readTraceContext } from "@perigee/log-parsing";

/** Removes and answers the first of `names` that has a value. */
export function takeFirst(labels: Map<string, string>, names: readonly string[]): string | undefined {
  // Most lines have no metadata at all.
  const found = labels.size === 0 ? undefined : names.find((name) => labels.get(name));
  if (found === undefined) return;
  const value = labels.get(found);
  labels.delete(found);
  return value;
}

/** The trace among labels, under the spellings that loggers use; one that is no id stays the label that it is. Empty for none. */
export const takeTraceId = (labels: Map<string, string>): string =>
  takeId(labels, traceIdNames, (text) => readTraceContext(text)?.traceId);

export const takeSpanId = (labels: Map<string, string>): string =>
  takeId(labels, spanIdNames, (text) => readSpanId(text)?.spanId);

const traceIdNames = ["trace_id", "traceId", "traceID", "traceid", "TraceId", "trace.id"];
const spanIdNames = ["span_id", "spanId", "spanID", "spanid", "SpanId", "span.id"];

type Read = (text: string) => string | undefined;

function takeId(labels: Map<string, string>, names: readonly string[], read: Read): string {
  if (labels.size === 0) return "";
  for (const name of names) {
    const id = read(labels.get(name) ?? "");
    if (id === undefined) continue;
    labels.delete(name);
    return id;
  }
  return "";
}
