"use client";

import clsx from "clsx";
import Link from "next/link";
import type { Row } from "../api/rows.ts";
import { useProject } from "../home/scope.ts";
import { useTimeQuery } from "../time/time-query.ts";
import { Card } from "../ui/card.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { EmptyNote, RowsState, SkeletonRows } from "../ui/rows-state.tsx";
import { useEnvironment } from "./environment-filter.tsx";
import { useServiceRows } from "./use-service-rows.ts";

const shown = 8;
const bodyChars = 500;

/** The latest warnings and errors that the service logged, and the way to all of its lines. */
export function LinesCard({ service }: { service: string }) {
  const project = useProject();
  const [environment] = useEnvironment();
  const query = useTimeQuery({ service, environment });
  const answer = useServiceRows("logs", {
    service,
    severity: ["warn", "error", "fatal"],
    limit: shown,
    bodyChars,
  });
  return (
    <Card
      title="Warnings and errors"
      className="lg:col-span-2"
      actions={
        <Link
          href={`/${project}/logs${query}`}
          prefetch={false}
          className="inline-flex h-7 items-center rounded text-12 text-accent hover:underline"
        >
          All log lines
        </Link>
      }
    >
      <RowsState
        answer={answer}
        skeleton={<SkeletonRows rows={shown} rowClass="h-9" />}
        empty={<EmptyNote>No warnings or errors were logged in this range.</EmptyNote>}
      >
        {(lines) => (
          <ul>
            {lines.map((line) => (
              <li key={line.id} className="border-line border-b last:border-b-0">
                <Line line={line} project={project} />
              </li>
            ))}
          </ul>
        )}
      </RowsState>
    </Card>
  );
}

/** A line that belongs to a trace leads there. */
function Line({ line, project }: { line: Row<"logs">; project: string }) {
  const className = "flex min-h-9 items-center gap-x-4 py-1 text-12 max-sm:flex-wrap";
  if (line.traceId === "") {
    return (
      <div className={className}>
        <LineText line={line} />
      </div>
    );
  }
  return (
    <Link
      href={`/${project}/traces/${line.traceId}`}
      prefetch={false}
      title="Open its trace"
      className={`${className} rounded hover:bg-sunken`}
    >
      <LineText line={line} />
    </Link>
  );
}

const LineText = ({ line }: { line: Row<"logs"> }) => (
  <>
    <span className={clsx("w-10 font-medium", line.severity === "warn" ? "text-needs" : "text-poor")}>
      {line.severity}
    </span>
    <span className="text-muted tabular-nums max-sm:flex-1 sm:order-last sm:w-20 sm:text-right">
      <RelativeTime at={Math.floor(line.time)} />
    </span>
    <span className="min-w-0 truncate font-mono max-sm:w-full sm:flex-1" title={line.body}>
      {line.body || "an empty line"}
    </span>
  </>
);
