"use client";

import { TimedPage, type TimedPageProps } from "../shell/timed-page.tsx";
import { ServiceBody } from "./service-body.tsx";
import { ServiceSkeleton } from "./service-skeleton.tsx";

/** One service: whose it is, how it does, and what it said last. `mayEdit`: the reader may say whose it is. */
export function ServicePage({ name, mayEdit, ...page }: TimedPageProps & { name: string; mayEdit: boolean }) {
  return (
    <TimedPage {...page} help="service" skeleton={<ServiceSkeleton />}>
      <ServiceBody name={name} mayEdit={mayEdit} />
    </TimedPage>
  );
}
