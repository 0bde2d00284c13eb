import type { Row } from "../api/rows.ts";

type TraceRow = Row<"trace">;
export type Span = Extract<TraceRow, { kind: "span" }>;
export type Log = Extract<TraceRow, { kind: "log" }>;

/** A span under the one that caused it, with the log records that were written within it. */
export type SpanLine = { span: Span; depth: number; logs: Log[] };

/** What services recorded of a trace, in the order in which it reads: each span before those that it caused, these by their times. */
export type BackEndPart = {
  lines: SpanLine[];
  /** Records of spans that are not there. */
  looseLogs: Log[];
  /** There were more, but the answer is bounded. */
  cutSpans: number;
  cutLogs: number;
};

export function backEndOf(rows: readonly TraceRow[]): BackEndPart {
  const spans = rows.filter((row) => row.kind === "span");
  const logs = rows.filter((row) => row.kind === "log");
  const logsBySpan = Map.groupBy(logs, ({ spanId }) => spanId);
  const lines = inOrder(spans).map(({ span, depth }) => ({ span, depth, logs: logsBySpan.get(span.spanId) ?? [] }));
  const known = new Set(spans.map(({ spanId }) => spanId));
  return {
    lines,
    looseLogs: logs.filter(({ spanId }) => !known.has(spanId)),
    cutSpans: (spans[0]?.total ?? 0) - spans.length,
    cutLogs: (logs[0]?.total ?? 0) - logs.length,
  };
}

/** Spans whose parent is not there begin a tree: it is a request of the browser, or was not kept. Each is taken once, even in a circle. */
function inOrder(spans: readonly Span[]): { span: Span; depth: number }[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const children = Map.groupBy(spans, ({ parentSpanId }) => (known.has(parentSpanId) ? parentSpanId : ""));
  const ordered = new Map<Span, number>();
  const walk = (roots: readonly Span[]) => {
    const waiting = roots.map((span) => ({ span, depth: 0 })).toReversed();
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { span, depth } = next;
      if (ordered.has(span)) continue;
      ordered.set(span, depth);
      const caused = children.get(span.spanId) ?? [];
      waiting.push(...caused.map((child) => ({ span: child, depth: depth + 1 })).toReversed());
    }
  };
  walk(children.get("") ?? []);
  for (const span of spans) if (!ordered.has(span)) walk([span]);
  return Array.from(ordered, ([span, depth]) => ({ span, depth }));
}

/** Where each of these spans lies within the time of all of them, percent. */
export function placesIn(spans: readonly Span[]): (span: Span) => { left: number; width: number } {
  const start = Math.min(...spans.map(({ time }) => time));
  const end = Math.max(...spans.map(({ time, durationMs }) => time + durationMs));
  const whole = Math.max(end - start, Number.EPSILON);
  return ({ time, durationMs }) => ({ left: (100 * (time - start)) / whole, width: (100 * durationMs) / whole });
}
