"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import type { Row } from "../api/rows.ts";
import { counted, plural, shortCount } from "../format/number.ts";
import { Card } from "../ui/card.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { EmptyNote, RowsState, SkeletonRows } from "../ui/rows-state.tsx";
import { useScopedRows } from "./scope.ts";

const shown = 5;

/** The latest issues: errors with one fingerprint count as one. */
export function ErrorsCard() {
  const answer = useScopedRows("issues", { limit: shown });
  return (
    <Card title="Errors" className="lg:col-span-2" actions={<span className="text-12 text-muted">Latest first</span>}>
      <div className="min-h-40">
        <div className="hidden h-6 items-center gap-4 text-12 text-muted sm:flex">
          <span className="flex-1">Issue</span>
          <span className="w-16 text-right">Events</span>
          <span className="w-16 text-right">Visitors</span>
          <span className="w-24 text-right">Last seen</span>
        </div>
        <RowsState
          answer={answer}
          skeleton={<SkeletonRows rows={shown} rowClass="h-12" />}
          empty={<EmptyNote>No errors in this range.</EmptyNote>}
        >
          {(issues) => (
            <ul>
              {issues.map((issue) => (
                <Issue key={issue.issueId} issue={issue} />
              ))}
            </ul>
          )}
        </RowsState>
      </div>
    </Card>
  );
}

function Issue({ issue }: { issue: Row<"issues"> }) {
  const [open, setOpen] = useState(false);
  const panelId = useId();
  return (
    <li className="border-line border-b last:border-b-0">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={panelId}
        onClick={() => setOpen(!open)}
        className="flex min-h-12 w-full items-center gap-x-4 py-1.5 text-left text-13 hover:bg-sunken"
      >
        <span className="flex min-w-0 flex-1 items-start gap-2">
          <ChevronRight
            size={14}
            aria-hidden="true"
            className={`mt-1 shrink-0 text-muted transition-transform ${open ? "rotate-90" : ""}`}
          />
          <span className="min-w-0">
            <span className="block truncate">
              <span className="font-semibold">{issue.type || "Error"}</span>
              <span className="text-muted">: </span>
              {issue.message || "no message"}
            </span>
            <span className="block truncate font-mono text-12 text-muted">{issue.culprit || "unknown place"}</span>
            <span className="block text-12 text-muted tabular-nums sm:hidden">
              {shortCount(issue.events)} {plural(issue.events, "event")}, {shortCount(issue.visitors)}{" "}
              {plural(issue.visitors, "visitor")},
              <RelativeTime at={issue.lastSeen} />
            </span>
          </span>
        </span>
        <span
          className="hidden w-16 text-right font-medium tabular-nums sm:block"
          title={counted(issue.events, "event")}
        >
          {shortCount(issue.events)}
        </span>
        <span className="hidden w-16 text-right tabular-nums sm:block" title={counted(issue.visitors, "visitor")}>
          {shortCount(issue.visitors)}
        </span>
        <span className="hidden w-24 text-right text-muted tabular-nums sm:block">
          <RelativeTime at={issue.lastSeen} />
        </span>
      </button>
      {open && <IssueFacts id={panelId} issue={issue} />}
    </li>
  );
}

function IssueFacts({ id, issue }: { id: string; issue: Row<"issues"> }) {
  return (
    <dl id={id} className="grid gap-x-6 gap-y-1 pt-1 pb-3 pl-6 text-13 sm:grid-cols-[96px_1fr]">
      <Fact name="Message">
        <span className="break-words whitespace-pre-wrap">{issue.message || "no message"}</span>
      </Fact>
      <Fact name="Place">
        <span className="font-mono text-12 break-all">{issue.culprit || "unknown"}</span>
      </Fact>
      <Fact name="First seen">
        <RelativeTime at={issue.firstSeen} />
      </Fact>
      <Fact name="Last seen">
        <RelativeTime at={issue.lastSeen} />
      </Fact>
      <Fact name="Releases">{issue.releases.filter(Boolean).join(", ") || "none named"}</Fact>
      <Fact name="Issue">
        <span className="font-mono text-12">{issue.issueId}</span>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-12 leading-5 text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
