"use client";

import type { Service } from "@perigee/schema";
import { Pencil } from "lucide-react";
import dynamic from "next/dynamic";
import { parseAsBoolean, useQueryState } from "nuqs";
import { ApiFailure } from "../api/request.ts";
import { useProject } from "../home/scope.ts";
import { useTimeQuery } from "../time/time-query.ts";
import { BackLink } from "../ui/back-link.tsx";
import { Button } from "../ui/button.tsx";
import { FailureNote } from "../ui/failure.tsx";
import { EmptyNote } from "../ui/rows-state.tsx";
import { useService } from "./catalogue.ts";
import { EnvironmentFilter } from "./environment-filter.tsx";
import { LinesCard } from "./lines-card.tsx";
import { OperationFilter, useOperation } from "./operation-filter.tsx";
import { OperationsCard } from "./operations-card.tsx";
import { RedCharts } from "./red-charts.tsx";
import { ServiceFacts } from "./service-facts.tsx";
import { SpansCard } from "./spans-card.tsx";

const EditDialog = dynamic(() => import("./edit-dialog.tsx").then((loaded) => loaded.EditDialog));

export function ServiceBody({ name, mayEdit }: { name: string; mayEdit: boolean }) {
  const project = useProject();
  const query = useTimeQuery();
  const { data: service, error, refetch } = useService(project, name);
  const isUnknown = error instanceof ApiFailure && error.type === "not-found";
  return (
    <>
      <BackLink href={`/${project}/services${query}`}>Services</BackLink>
      <Heading name={name} service={service} mayEdit={mayEdit} />
      {isUnknown && <EmptyNote>{error.message}</EmptyNote>}
      {error && !isUnknown && <FailureNote failure={error} onRetry={() => void refetch()} />}
      {!isUnknown && (
        <>
          {(service || !error) && <ServiceFacts service={service} />}
          <Telemetry name={name} environments={service?.environments.map((one) => one.name) ?? []} />
        </>
      )}
    </>
  );
}

function Heading({ name, service, mayEdit }: { name: string; service: Service | undefined; mayEdit: boolean }) {
  const project = useProject();
  const [isEdited, setEdited] = useQueryState("edit", parseAsBoolean.withDefault(false));
  return (
    <div className="mt-2 flex items-start justify-between gap-4">
      <h1 className="min-w-0 text-20 font-semibold break-words">{name}</h1>
      {mayEdit && service && (
        <Button onClick={() => void setEdited(true)}>
          <Pencil size={14} aria-hidden="true" />
          Edit
        </Button>
      )}
      {mayEdit && service && isEdited && (
        <EditDialog project={project} service={service} onClose={() => void setEdited(null)} />
      )}
    </div>
  );
}

/** Everything that the range, the environment and the operation narrow. */
function Telemetry({ name, environments }: { name: string; environments: readonly string[] }) {
  const [operation] = useOperation();
  const ofOperation = operation === "" ? {} : { name: operation };
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <EnvironmentFilter names={environments} />
        <OperationFilter />
      </div>
      <RedCharts service={name} />
      <div className="mt-4 grid grid-cols-1 gap-4 lg:grid-cols-2">
        <OperationsCard service={name} />
        <SpansCard
          title="Slowest spans"
          params={{ service: name, sort: "slowest", ...ofOperation }}
          empty="No spans in this range."
        />
        <SpansCard
          title="Failed spans"
          note="Latest first"
          params={{ service: name, status: "Error", ...ofOperation }}
          empty="No span failed in this range."
        />
        <LinesCard service={name} />
      </div>
    </>
  );
}
