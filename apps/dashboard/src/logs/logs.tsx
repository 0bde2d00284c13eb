"use client";

import { TimedPage, type TimedPageProps } from "../shell/timed-page.tsx";
import { SkeletonRows } from "../ui/rows-state.tsx";
import { LogsBody } from "./logs-body.tsx";

type LogsProps = TimedPageProps & { ingestUrl: string };

/** Reading and searching a project's log records. */
export const Logs = ({ ingestUrl, ...page }: LogsProps) => (
  <TimedPage {...page} help="logs" skeleton={<SkeletonRows rows={16} rowClass="h-7" />}>
    <LogsBody project={page.current.slug} ingestUrl={ingestUrl} />
  </TimedPage>
);
