"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { ProjectContext } from "../home/scope.ts";
import { ClockProvider } from "../time/clock.tsx";
import { RefreshControl } from "../time/refresh-control.tsx";
import { TimePicker } from "../time/time-picker.tsx";
import { useTimeKeys } from "../time/use-time-keys.ts";
import { ClientOnly } from "../ui/client-only.tsx";
import { useHotkeys } from "../ui/hotkeys.ts";
import { ProgressLine } from "../ui/progress-line.tsx";
import type { HelpedPage } from "./keyboard-help.tsx";
import { PageSkeleton } from "./page-skeleton.tsx";
import type { ProjectName } from "./project-switcher.tsx";
import { TopBar } from "./top-bar.tsx";
import { UserMenu } from "./user-menu.tsx";

const KeyboardHelp = dynamic(() => import("./keyboard-help.tsx").then((loaded) => loaded.KeyboardHelp));

export type TimedPageProps = { projects: readonly ProjectName[]; current: ProjectName; email: string };

/** A page of a project about a range of time: the top bar with the range and its keys, and help on keys. */
export function TimedPage(props: TimedPageProps & { help: HelpedPage; skeleton: ReactNode; children: ReactNode }) {
  return (
    <ClientOnly fallback={<PageSkeleton>{props.skeleton}</PageSkeleton>}>
      <ClockProvider>
        <ProjectContext value={props.current.slug}>
          <ProgressLine />
          <Bar {...props} />
          <main className="mx-auto max-w-[1200px] px-4 pt-4 pb-16">{props.children}</main>
        </ProjectContext>
      </ClockProvider>
    </ClientOnly>
  );
}

function Bar({ projects, current, email, help }: TimedPageProps & { help: HelpedPage }) {
  const [timeOpen, setTimeOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  const openHelp = () => setHelpOpen(true);
  useHotkeys({ ...useTimeKeys(() => setTimeOpen(true)), "?": openHelp });
  return (
    <>
      <TopBar projects={projects} current={current} menu={<UserMenu email={email} onKeys={openHelp} />}>
        <TimePicker open={timeOpen} onOpenChange={setTimeOpen} compares={false} />
        <RefreshControl />
      </TopBar>
      {helpOpen && <KeyboardHelp page={help} onClose={() => setHelpOpen(false)} />}
    </>
  );
}
