"use client";

import Link from "next/link";
import type { Row } from "../api/rows.ts";
import { plural, shortCount, wholeDuration } from "../format/number.ts";
import { valueName } from "../format/value-name.ts";
import { Card } from "../ui/card.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { EmptyNote, RowsState, SkeletonRows } from "../ui/rows-state.tsx";
import { useProject, useScopedRows } from "./scope.ts";

const shown = 5;

/** The latest visits; each leads to its timeline. */
export function VisitsCard() {
  const project = useProject();
  const answer = useScopedRows("sessions", { limit: shown });
  return (
    <Card title="Visits" actions={<span className="text-12 text-muted">Latest first</span>}>
      <RowsState
        answer={answer}
        skeleton={<SkeletonRows rows={shown} rowClass="h-11" />}
        empty={<EmptyNote>No visits in this range.</EmptyNote>}
      >
        {(visits) => (
          <ul>
            {visits.map((visit) => (
              <li key={visit.sessionId} className="border-line border-b last:border-b-0">
                <Visit visit={visit} href={`/${project}/sessions/${visit.sessionId}`} />
              </li>
            ))}
          </ul>
        )}
      </RowsState>
    </Card>
  );
}

function Visit({ visit, href }: { visit: Row<"sessions">; href: string }) {
  const pages = `${shortCount(visit.pageviews)} ${plural(visit.pageviews, "page")}`;
  const known = (["country", "browser", "device"] as const).filter((field) => visit[field] !== "");
  const who = known.map((field) => valueName(field, visit[field])).join(", ") || "Unknown device";
  return (
    <Link href={href} prefetch={false} className="flex h-11 items-center gap-4 rounded text-13 hover:bg-sunken">
      <span className="min-w-0 flex-1">
        <span className="block truncate">
          {visit.entryPath || "No page"}
          {visit.exitPath !== visit.entryPath && <span className="text-muted"> → {visit.exitPath}</span>}
        </span>
        <span className="block truncate text-12 text-muted">{who}</span>
      </span>
      <span className="shrink-0 text-right text-12 tabular-nums">
        <span className="block text-13">
          {pages}, {wholeDuration(visit.durationMs)}
        </span>
        <span className="block text-muted">
          <RelativeTime at={visit.startedAt} />
        </span>
      </span>
    </Link>
  );
}
