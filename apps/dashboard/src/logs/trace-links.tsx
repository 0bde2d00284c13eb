"use client";

import { Route, UserRound } from "lucide-react";
import Link from "next/link";
import type { Row } from "../api/rows.ts";
import { useRows } from "../api/use-rows.ts";
import { counted } from "../format/number.ts";
import { visitOf } from "../trace/trace-facts.ts";
import { buttonClass } from "../ui/button.tsx";

/** From a record to its trace, and to the visit in which that began, where a browser took part in it. */
export function TraceLinks({ project, record }: { project: string; record: Row<"logs"> }) {
  const { traceId, attributes, resource } = record;
  const { data, isPlaceholderData } = useRows({ project, name: "trace" }, { traceId }, { enabled: traceId !== "" });
  const rows = isPlaceholderData || !data ? [] : data;
  const spans = rows.find(({ kind }) => kind === "span")?.total;
  const named = attributes["session.id"] ?? resource["session.id"] ?? "";
  const visit = ourVisit.test(named) ? named : visitOf(rows);
  return (
    <>
      {traceId && (
        <Link href={`/${project}/traces/${traceId}`} prefetch={false} className={buttonClass("line")}>
          <Route size={14} aria-hidden="true" />
          Trace
          {spans && <span className="text-muted tabular-nums">{counted(spans, "span")}</span>}
        </Link>
      )}
      {visit && (
        <Link href={`/${project}/sessions/${visit}`} prefetch={false} className={buttonClass("line")}>
          <UserRound size={14} aria-hidden="true" />
          Visit
        </Link>
      )}
    </>
  );
}

/** Other SDKs have sessions of their own, which are no visits here. */
const ourVisit = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
