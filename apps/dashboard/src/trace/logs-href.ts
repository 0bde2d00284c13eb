import type { TraceTree } from "./trace-tree.ts";

/** Clocks of senders may be that far off, and what is written late still belongs to it. */
const marginMs = 5 * 60_000;

/** The log records of a trace or of one of its spans. */
export function logsHref(project: string, tree: TraceTree, of: { traceId: string; spanId?: string }): string {
  const search = new URLSearchParams({
    period: "custom",
    from: new Date(tree.start - marginMs).toISOString(),
    to: new Date(tree.start + tree.durationMs + marginMs).toISOString(),
    ...of,
  });
  return `/${project}/logs?${search}`;
}
