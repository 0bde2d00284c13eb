"use client";

import { useRows } from "../api/use-rows.ts";
import type { ProjectName } from "../shell/project-switcher.tsx";
import { TopBar } from "../shell/top-bar.tsx";
import { UserMenu } from "../shell/user-menu.tsx";
import { ClockProvider } from "../time/clock.tsx";
import { BackLink } from "../ui/back-link.tsx";
import { ClientOnly } from "../ui/client-only.tsx";
import { ProgressLine } from "../ui/progress-line.tsx";
import { EmptyNote, RowsState, SkeletonRows } from "../ui/rows-state.tsx";
import { TraceView } from "./trace-view.tsx";

type TraceProps = {
  projects: readonly ProjectName[];
  current: ProjectName;
  email: string;
  traceId: string;
};

/** One trace: the click, what it caused in the browser, and what services did for it. */
export function Trace({ projects, current, email, traceId }: TraceProps) {
  return (
    <ClientOnly fallback={null}>
      <ClockProvider>
        <ProgressLine />
        <TopBar projects={projects} current={current} menu={<UserMenu email={email} />} />
        <main className="mx-auto max-w-[1200px] px-4 pt-4 pb-16">
          <BackLink href={`/${current.slug}`}>{current.name}</BackLink>
          <TraceBody project={current.slug} traceId={traceId} />
        </main>
      </ClockProvider>
    </ClientOnly>
  );
}

function TraceBody({ project, traceId }: { project: string; traceId: string }) {
  const answer = useRows({ project, name: "trace" }, { traceId });
  return (
    <RowsState
      answer={answer}
      skeleton={<SkeletonRows rows={16} rowClass="h-7" />}
      empty={
        <EmptyNote>
          There is nothing of this trace. It may be older than the project's retention, not have been sampled, or be on
          its way.
        </EmptyNote>
      }
    >
      {(rows) => <TraceView project={project} traceId={traceId} rows={rows} />}
    </RowsState>
  );
}
