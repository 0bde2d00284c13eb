"use client";

import Link from "next/link";
import type { QueryParams } from "../api/query-path.ts";
import type { Row } from "../api/rows.ts";
import { spanDuration } from "../format/number.ts";
import { useProject } from "../home/scope.ts";
import { Card } from "../ui/card.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { EmptyNote, RowsState, SkeletonRows } from "../ui/rows-state.tsx";
import { useServiceRows } from "./use-service-rows.ts";

const shown = 8;

/** Some spans of a service, each leading to its trace. */
export function SpansCard(props: { title: string; note?: string; params: QueryParams; empty: string }) {
  const project = useProject();
  const answer = useServiceRows("spans", { limit: shown, ...props.params });
  return (
    <Card title={props.title} actions={props.note && <span className="text-12 text-muted">{props.note}</span>}>
      <RowsState
        answer={answer}
        skeleton={<SkeletonRows rows={shown} rowClass="h-11" />}
        empty={<EmptyNote>{props.empty}</EmptyNote>}
      >
        {(spans) => (
          <ul>
            {spans.map((span) => (
              <li key={span.id} className="border-line border-b last:border-b-0">
                <Span span={span} href={`/${project}/traces/${span.traceId}`} />
              </li>
            ))}
          </ul>
        )}
      </RowsState>
    </Card>
  );
}

function Span({ span, href }: { span: Row<"spans">; href: string }) {
  const isFailed = span.status === "Error";
  return (
    <Link href={href} prefetch={false} className="flex h-11 items-center gap-4 rounded text-13 hover:bg-sunken">
      <span className="min-w-0 flex-1">
        <span className="block truncate" title={span.name}>
          {span.name}
        </span>
        <span className="block truncate text-12 text-muted">
          {isFailed && <span className="font-medium text-poor">failed</span>}
          {isFailed && span.statusMessage && `: ${span.statusMessage}`}
          {!isFailed && span.kind}
        </span>
      </span>
      <span className="shrink-0 text-right text-12 tabular-nums">
        <span className="block text-13 font-medium">{spanDuration(span.durationMs)}</span>
        <span className="block text-muted">
          <RelativeTime at={Math.floor(span.time)} />
        </span>
      </span>
    </Link>
  );
}
