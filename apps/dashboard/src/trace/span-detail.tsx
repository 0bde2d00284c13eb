"use client";

import Link from "next/link";
import { type ReactNode, useMemo } from "react";
import type { Row } from "../api/rows.ts";
import { useRows } from "../api/use-rows.ts";
import { spanDuration } from "../format/number.ts";
import { FieldList } from "../logs/field-list.tsx";
import { RowsState, SkeletonRows } from "../ui/rows-state.tsx";
import type { Span } from "./span-tree.ts";
import type { TraceLine } from "./trace-tree.ts";

type SpanDetailProps = { project: string; line: TraceLine; span: Span };

/** What a span tells beside its times: why it failed, events, attributes, links, resource. */
export function SpanDetail({ project, line, span }: SpanDetailProps) {
  const answer = useRows({ project, name: "span" }, { traceId: span.traceId, spanId: span.spanId });
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

export const Part = ({ name, action, children }: { name: string; action?: ReactNode; children: ReactNode }) => (
  <section className="mt-4">
    <div className="mb-1 flex justify-between gap-4 text-12">
      <h3 className="font-medium text-muted">{name}</h3>
      {action}
    </div>
    {children}
  </section>
);
