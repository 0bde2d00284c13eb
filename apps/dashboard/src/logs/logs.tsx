"use client";

import type { ProjectName } from "../shell/project-switcher.tsx";
import { ClockProvider } from "../time/clock.tsx";
import { ClientOnly } from "../ui/client-only.tsx";
import { ProgressLine } from "../ui/progress-line.tsx";
import { LogsBody } from "./logs-body.tsx";

export type LogsProps = {
  projects: readonly ProjectName[];
  current: ProjectName;
  email: string;
  ingestUrl: string;
};

/** Reading and searching a project's log records. */
export const Logs = (props: LogsProps) => (
  <ClientOnly fallback={null}>
    <ClockProvider>
      <ProgressLine />
      <LogsBody {...props} />
    </ClockProvider>
  </ClientOnly>
);
