import type { Row } from "../api/rows.ts";

export type TraceRow = Row<"trace">;
export type BrowserRow = Exclude<TraceRow, { kind: "span" | "log" }>;
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
  const lines = inOrder(spans).map(({ node: span, depth }) => ({
    span,
    depth,
    logs: logsBySpan.get(span.spanId) ?? [],
  }));
  const known = new Set(spans.map(({ spanId }) => spanId));
  return {
    lines,
    looseLogs: logs.filter(({ spanId }) => !known.has(spanId)),
    cutSpans: (spans[0]?.total ?? 0) - spans.length,
    cutLogs: (logs[0]?.total ?? 0) - logs.length,
  };
}

type Linked = { spanId: string; parentSpanId: string };

/**
 * Each node after the one that caused it. Those whose parent is not there begin a tree: it was not kept, or stands elsewhere. Each is
 * taken once, even in a circle; of nodes with one id the first has the children.
 */
export function inOrder<Node extends Linked>(nodes: readonly Node[]): { node: Node; depth: number }[] {
  const known = new Set(nodes.map(({ spanId }) => spanId));
  const children = Map.groupBy(nodes, ({ parentSpanId }) => (known.has(parentSpanId) ? parentSpanId : ""));
  const ordered = new Map<Node, number>();
  const walk = (roots: readonly Node[]) => {
    const waiting = roots.map((node) => ({ node, depth: 0 })).toReversed();
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { node, depth } = next;
      if (ordered.has(node)) continue;
      ordered.set(node, depth);
      const caused = node.spanId === "" ? [] : (children.get(node.spanId) ?? []);
      waiting.push(...caused.map((child) => ({ node: child, depth: depth + 1 })).toReversed());
    }
  };
  walk(children.get("") ?? []);
  for (const node of nodes) if (!ordered.has(node)) walk([node]);
  return Array.from(ordered, ([node, depth]) => ({ node, depth }));
}

/** Where each of these spans lies within the time of all of them, percent. */
export function placesIn(spans: readonly Span[]): (span: Span) => { left: number; width: number } {
  const start = Math.min(...spans.map(({ time }) => time));
  const end = Math.max(...spans.map(({ time, durationMs }) => time + durationMs));
  const whole = Math.max(end - start, Number.EPSILON);
  return ({ time, durationMs }) => ({ left: (100 * (time - start)) / whole, width: (100 * durationMs) / whole });
}
