"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { spanDuration } from "../format/number.ts";
import { exactMilli } from "../format/time.ts";
import { LogText } from "../logs/log-text.tsx";
import { EntryText } from "../session/entry-text.tsx";
import { useZone } from "../time/zone-state.ts";
import { IconButton } from "../ui/button.tsx";
import { logsHref } from "./logs-href.ts";
import { serviceHref } from "./service-legend.tsx";
import { Part, SpanDetail } from "./span-detail.tsx";
import { browserService, noService, type TraceLine, type TraceTree } from "./trace-tree.ts";

type LineDetailProps = {
  project: string;
  line: TraceLine;
  tree: TraceTree;
  colour: string | undefined;
  /** Set where nothing around it closes it. */
  onClose: (() => void) | undefined;
};

/** Everything that is known of one line of the waterfall. */
export function LineDetail(props: LineDetailProps) {
  const { project, line, tree, colour, onClose } = props;
  const { row, service, logs } = line;
  const isService = service !== browserService && service !== noService;
  return (
    <div className="text-13">
      <header className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          {onClose && <h2 className="font-semibold break-words">{line.name}</h2>}
          <p className="flex items-center gap-1.5 text-12 text-muted">
            <span aria-hidden="true" className="size-2 rounded-full" style={{ background: colour }} />
            {isService ? (
              <Link href={serviceHref(project, service)} prefetch={false} className="text-accent hover:underline">
                {service}
              </Link>
            ) : (
              service
            )}
          </p>
        </div>
        {onClose && (
          <IconButton label="Close" onClick={onClose}>
            <X size={16} aria-hidden="true" />
          </IconButton>
        )}
      </header>
      <Times line={line} tree={tree} />
      {row.kind === "span" ? (
        <SpanDetail project={project} line={line} span={row} />
      ) : (
        <Part name="Recorded by the browser">
          <EntryText entry={row} />
        </Part>
      )}
      {logs.length > 0 && (
        <Part
          name="Log records"
          action={
            <Link
              href={logsHref(project, tree, { traceId: row.traceId, spanId: row.spanId })}
              prefetch={false}
              className="text-accent hover:underline"
            >
              Open in logs
            </Link>
          }
        >
          <ol>
            {logs.map((log, index) => (
              <LogText key={`${log.time} ${index}`} log={log} offsetMs={line.startMs + log.time - row.time} />
            ))}
          </ol>
        </Part>
      )}
    </div>
  );
}

function Times({ line, tree }: Pick<LineDetailProps, "line" | "tree">) {
  const { zone } = useZone();
  const { startMs, durationMs, shiftMs, row } = line;
  const share = tree.durationMs > 0 ? Math.round((100 * durationMs) / tree.durationMs) : 100;
  return (
    <p className="mt-2 text-12 text-muted tabular-nums">
      <span className="font-medium text-text">{spanDuration(durationMs)}</span>, {share}&#x202f;% of the trace, from{" "}
      <time dateTime={new Date(row.time).toISOString()} title={exactMilli(row.time, zone)}>
        +{spanDuration(startMs)}
      </time>
      {shiftMs !== 0 &&
        ` (moved by ${spanDuration(Math.abs(shiftMs))}, as its clock is ${shiftMs > 0 ? "slow" : "fast"})`}
    </p>
  );
}
