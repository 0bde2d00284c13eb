"use client";

import type { ProjectName } from "../shell/project-switcher.tsx";
import { ClockProvider } from "../time/clock.tsx";
import { ClientOnly } from "../ui/client-only.tsx";
import { ProgressLine } from "../ui/progress-line.tsx";
import { HomeBody } from "./home-body.tsx";
import { HomeSkeleton } from "./home-skeleton.tsx";
import { ProjectContext } from "./scope.ts";

export type HomeProps = {
  projects: readonly ProjectName[];
  current: ProjectName & { retentionDays: number };
  email: string;
  ingestUrl: string;
};

/** A project's home page. */
export function Home(props: HomeProps) {
  return (
    <ClientOnly fallback={<HomeSkeleton />}>
      <ClockProvider>
        <ProjectContext value={props.current.slug}>
          <ProgressLine />
          <HomeBody {...props} />
        </ProjectContext>
      </ClockProvider>
    </ClientOnly>
  );
}
