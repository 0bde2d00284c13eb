"use client";

import { TimedPage, type TimedPageProps } from "../shell/timed-page.tsx";
import { ListSkeleton } from "./list-skeleton.tsx";
import { ServiceList } from "./service-list.tsx";

export type ServicesProps = TimedPageProps & {
  ingestUrl: string;
  /** Whether the reader may say whose services are. */
  mayEdit: boolean;
};

/** The services of a project: whose they are, and how they do. */
export function Services({ ingestUrl, mayEdit, ...page }: ServicesProps) {
  return (
    <TimedPage {...page} help="services" skeleton={<ListSkeleton />}>
      <ServiceList ingestUrl={ingestUrl} mayEdit={mayEdit} />
    </TimedPage>
  );
}
