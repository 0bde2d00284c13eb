"use client";

import { useRows } from "../api/use-rows.ts";
import { exactCount, wholeDuration } from "../format/number.ts";
import { dayAndClock, exactTime } from "../format/time.ts";
import { valueName } from "../format/value-name.ts";
import type { ProjectName } from "../shell/project-switcher.tsx";
import { TopBar } from "../shell/top-bar.tsx";
import { UserMenu } from "../shell/user-menu.tsx";
import { ClockProvider } from "../time/clock.tsx";
import { useZone } from "../time/zone-state.ts";
import { BackLink } from "../ui/back-link.tsx";
import { ClientOnly } from "../ui/client-only.tsx";
import { ProgressLine } from "../ui/progress-line.tsx";
import { EmptyNote, RowsState, SkeletonRows } from "../ui/rows-state.tsx";
import { type Entry, isFailed, type Kind } from "./kinds.ts";
import { Timeline } from "./timeline.tsx";

export type VisitProps = {
  projects: readonly ProjectName[];
  current: ProjectName;
  email: string;
  sessionId: string;
};

/** One visit from its first event to its last. */
export function Visit(props: VisitProps) {
  return (
    <ClientOnly fallback={null}>
      <ClockProvider>
        <ProgressLine />
        <TopBar projects={props.projects} current={props.current} menu={<UserMenu email={props.email} />} />
        <main className="mx-auto max-w-[1200px] px-4 pt-4 pb-16">
          <BackLink href={`/${props.current.slug}`}>{props.current.name}</BackLink>
          <VisitBody project={props.current.slug} sessionId={props.sessionId} />
        </main>
      </ClockProvider>
    </ClientOnly>
  );
}

function VisitBody({ project, sessionId }: { project: string; sessionId: string }) {
  const answer = useRows({ project, name: "session-timeline" }, { sessionId });
  return (
    <>
      <h1 className="mt-2 text-20 font-semibold">Visit</h1>
      <p className="font-mono text-12 break-all text-muted">{sessionId}</p>
      <div className="mt-4">
        <RowsState
          answer={answer}
          skeleton={<SkeletonRows rows={12} rowClass="h-11" />}
          empty={
            <EmptyNote>
              There are no events of this visit. It may be older than the project's retention, or its first batch is on
              its way.
            </EmptyNote>
          }
        >
          {(entries) => (
            <>
              <Facts project={project} sessionId={sessionId} entries={entries} />
              <Timeline project={project} entries={entries} />
            </>
          )}
        </RowsState>
      </div>
    </>
  );
}

type FactsProps = { project: string; sessionId: string; entries: readonly Entry[] };

function Facts({ project, sessionId, entries }: FactsProps) {
  const { zone } = useZone();
  const start = entries[0]?.time ?? 0;
  const end = entries.at(-1)?.time ?? start;
  const { data } = useRows({ project, name: "session" }, { sessionId });
  const visit = data?.[0];
  const count = (kind: Kind) => exactCount(entries.filter((entry) => entry.kind === kind).length);
  const failed = entries.filter((entry) => entry.kind === "request" && isFailed(entry)).length;
  const facts: [name: string, value: string | undefined, exact?: string][] = [
    ["Started", dayAndClock(start, zone), exactTime(start, zone)],
    ["Length", wholeDuration(end - start)],
    ["Page views", count("pageview")],
    ["Clicks", count("interaction")],
    ["Requests", failed > 0 ? `${count("request")}, ${exactCount(failed)} failed` : count("request")],
    ["Events", count("custom")],
    ["Errors", count("error")],
    ["Source", visit && valueName("source", visit.source)],
    ["Country", visit && valueName("country", visit.country)],
    ["Browser", visit && valueName("browser", visit.browser)],
    ["System", visit && valueName("os", visit.os)],
    ["Device", visit && valueName("device", visit.device)],
  ];
  return (
    <dl className="mb-6 grid grid-cols-[4fr_3fr_3fr] gap-x-3 gap-y-3 border-line border-y py-3 sm:grid-cols-4 sm:gap-x-6 lg:grid-cols-6">
      {facts.map(([name, value, exact]) => (
        <div key={name} className="min-w-0">
          <dt className="text-12 text-muted">{name}</dt>
          <dd className="truncate text-13 tabular-nums" title={exact ?? value}>
            {value ?? "–"}
          </dd>
        </div>
      ))}
    </dl>
  );
}
