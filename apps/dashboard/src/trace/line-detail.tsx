"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useMemo } from "react";
import type { Row } from "../api/rows.ts";
import { useRows } from "../api/use-rows.ts";
import { spanDuration } from "../format/number.ts";
import { exactMilli } from "../format/time.ts";
import { FieldList } from "../logs/field-list.tsx";
import { LogText } from "../logs/log-text.tsx";
import { EntryText } from "../session/entry-text.tsx";
import { useZone } from "../time/zone-state.ts";
import { IconButton } from "../ui/button.tsx";
import { RowsState, SkeletonRows } from "../ui/rows-state.tsx";
import { logsHref } from "./logs-href.ts";
import { serviceHref } from "./service-legend.tsx";
import type { Span } from "./span-tree.ts";
import { browserService, noService, type TraceLine, type TraceTree } from "./trace-tree.ts";

type LineDetailProps = {
  project: string;
  traceId: string;
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
        <SpanDetail {...props} span={row} />
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

function SpanDetail({ project, traceId, line, span }: LineDetailProps & { span: Span }) {
  const answer = useRows({ project, name: "span" }, { traceId, spanId: span.spanId });
  return (
    <>
      {span.statusCode === "Error" && (
        <p className="mt-2 break-words text-poor">
          <span className="font-medium">Failed</span>
          {span.statusMessage && `: ${span.statusMessage}`}
        </p>
      )}
      <RowsState answer={answer} skeleton={<SkeletonRows rows={6} rowClass="h-7" />} empty={null}>
        {(rows) => <WholeSpan project={project} line={line} whole={nearest(rows, span)} />}
      </RowsState>
    </>
  );
}

/** Of spans with one id the one that began when this one did; times are not exact to the nanosecond. */
const nearest = (rows: readonly Row<"span">[], { time }: Span): Row<"span"> | undefined =>
  rows.toSorted((a, b) => Math.abs(a.time - time) - Math.abs(b.time - time))[0];

function WholeSpan({ project, line, whole }: { project: string; line: TraceLine; whole: Row<"span"> | undefined }) {
  const facts = useMemo(() => whole && factsOf(whole), [whole]);
  if (!whole || !facts) return null;
  const { attributes, resource, events, links } = whole;
  return (
    <>
      {events.length > 0 && (
        <Part name="Events">
          <ol className="flex flex-col gap-2">
            {events.map((event, index) => (
              <li key={`${event.time} ${index}`}>
                <p>
                  <span className="font-medium">{event.name || "no name"}</span>{" "}
                  <span className="text-12 text-muted tabular-nums">
                    +{spanDuration(Math.max(0, line.startMs + event.time - line.row.time))}
                  </span>
                </p>
                <FieldList of={event.attributes} />
              </li>
            ))}
          </ol>
        </Part>
      )}
      <Part name="Attributes">
        <FieldList of={attributes} />
        {Object.keys(attributes).length === 0 && <p className="text-12 text-muted">None</p>}
      </Part>
      {links.length > 0 && (
        <Part name="Links">
          <ul>
            {links.map((link) => (
              <li key={`${link.traceId} ${link.spanId}`}>
                <Link
                  href={`/${project}/traces/${link.traceId}?span=${link.spanId}`}
                  prefetch={false}
                  className="font-mono text-12 break-all text-accent hover:underline"
                >
                  {link.traceId}
                </Link>
                <FieldList of={link.attributes} />
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part name="Resource">
        <FieldList of={resource} />
      </Part>
      <Part name="Span">
        <FieldList of={facts} />
      </Part>
    </>
  );
}

function factsOf(whole: Row<"span">): Record<string, string> {
  const { kind, status, environment, spanId, parentSpanId, scope, scopeVersion, traceState, weight } = whole;
  const dropped = [
    whole.droppedAttributes > 0 && `${whole.droppedAttributes} attributes`,
    whole.droppedEvents > 0 && `${whole.droppedEvents} events`,
    whole.droppedLinks > 0 && `${whole.droppedLinks} links`,
  ].filter((words) => words !== false);
  return {
    Kind: kind,
    Status: status,
    Environment: environment,
    "Span id": spanId,
    "Parent id": parentSpanId,
    Scope: [scope, scopeVersion].filter(Boolean).join(" "),
    "Trace state": traceState,
    Dropped: dropped.join(", "),
    "Stands for": weight > 1 ? `${weight} spans` : "",
  };
}

const Part = ({ name, action, children }: { name: string; action?: ReactNode; children: ReactNode }) => (
  <section className="mt-4">
    <div className="mb-1 flex justify-between gap-4 text-12">
      <h3 className="font-medium text-muted">{name}</h3>
      {action}
    </div>
    {children}
  </section>
);
