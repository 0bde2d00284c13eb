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
export const takeTraceId = (labels: Map<string, string>): string => takeId(labels, traceIdNames, 32);
export const takeSpanId = (labels: Map<string, string>): string => takeId(labels, spanIdNames, 16);

const traceIdNames = ["trace_id", "traceId", "traceID", "traceid", "TraceId", "trace.id"];
const spanIdNames = ["span_id", "spanId", "spanID", "spanid", "SpanId", "span.id"];

function takeId(labels: Map<string, string>, names: readonly string[], digits: number): string {
  const found = labels.size === 0 ? undefined : names.find((name) => isId(labels.get(name) ?? "", digits));
  return found === undefined ? "" : (takeFirst(labels, [found]) ?? "").toLowerCase();
}

/** Hex of the right length, and not only zeros: https://www.w3.org/TR/trace-context/#trace-id */
const isId = (text: string, digits: number) =>
  text.length === digits && /^[0-9a-f]+$/i.test(text) && !/^0+$/.test(text);
