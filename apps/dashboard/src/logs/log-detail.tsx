"use client";

import { AlignJustify } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Row } from "../api/rows.ts";
import { useRows } from "../api/use-rows.ts";
import { exactCount } from "../format/number.ts";
import { exactMilli } from "../format/time.ts";
import { minuteMs } from "../time/zone.ts";
import { useZone } from "../time/zone-state.ts";
import { buttonClass } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { FieldList } from "./field-list.tsx";
import type { LogField } from "./log-choice.ts";
import { useLogChoice } from "./log-state.ts";
import { TraceLinks } from "./trace-links.tsx";

type LogDetailProps = { id: string; project: string; record: Row<"logs"> };

/** All that a record tells: its whole body, attributes, resource, and the ways to what belongs to it. */
export function LogDetail({ id, project, record }: LogDetailProps) {
  const { zone } = useZone();
  const { add } = useLogChoice();
  const filterBy = (field: LogField, nameOf: (name: string, value: string) => string) => ({
    onOnly: (name: string, value: string) => add({ field, operator: "is", value: nameOf(name, value) }),
    onExclude: (name: string, value: string) => add({ field, operator: "is_not", value: nameOf(name, value) }),
  });
  const pair = (name: string, value: string) => `${name}=${value}`;
  const { severity, severityText, scope, eventName, weight } = record;
  const facts = {
    Time: exactMilli(record.time, zone),
    Severity: severityText && severityText.toLowerCase() !== severity ? `${severity} (${severityText})` : severity,
    Event: eventName,
    Scope: scope,
    "Trace id": record.traceId,
    "Span id": record.spanId,
    "Stands for": weight > 1 ? `${weight} records` : "",
  };
  return (
    <div id={id} className="border-line border-b bg-surface px-3 pt-2 pb-4 sm:px-4">
      <WholeBody project={project} record={record} />
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <TraceLinks project={project} record={record} />
        <Link href={aroundHref(project, record)} prefetch={false} className={buttonClass("line")}>
          <AlignJustify size={14} aria-hidden="true" />
          Lines around it
        </Link>
        <CopyButton label="Copy as JSON" text={JSON.stringify(record, null, 2)} />
      </div>
      <div className="mt-4 grid gap-x-8 gap-y-4 lg:grid-cols-2">
        <Group name="Attributes">
          <FieldList of={record.attributes} {...filterBy("attribute", pair)} />
        </Group>
        <Group name="Resource">
          <FieldList of={record.resource} {...filterBy("resource", pair)} />
        </Group>
        <Group name="Source">
          <FieldList of={{ Service: record.service }} {...filterBy("service", (_, value) => value)} />
          <FieldList of={{ Environment: record.environment }} {...filterBy("environment", (_, value) => value)} />
        </Group>
        <Group name="Record">
          <FieldList of={facts} />
        </Group>
      </div>
    </div>
  );
}

const Group = ({ name, children }: { name: string; children: ReactNode }) => (
  <section className="min-w-0">
    <h3 className="mb-1 text-12 font-medium text-muted">{name}</h3>
    {children}
  </section>
);

/** What its service wrote in the minute before and after, whatever was searched for. */
function aroundHref(project: string, { id, time, service }: Row<"logs">): string {
  const [from, to] = [time - minuteMs, time + minuteMs].map((at) => new Date(at).toISOString());
  const search = new URLSearchParams({ period: "custom", from: from ?? "", to: to ?? "", service, record: id });
  return `/${project}/logs?${search}`;
}

/** As long as the API gives one. */
const wholeChars = 100_000;

/** The body; of a long one the rest is asked for on demand. */
function WholeBody({ project, record }: { project: string; record: Row<"logs"> }) {
  const { id, time, body, bodyLength } = record;
  const isCut = bodyLength > Array.from(body).length;
  const from = Math.floor(time);
  const whole = useRows(
    { project, name: "logs" },
    { from, to: from + 1, before: idAfter(id), limit: 1, bodyChars: wholeChars },
    { enabled: false },
  );
  const text = whole.data?.[0]?.body ?? body;
  return (
    <>
      <pre className="max-h-[40dvh] overflow-auto font-mono text-12 leading-5 break-words whitespace-pre-wrap">
        {asRead(text) || <span className="text-muted">no message</span>}
      </pre>
      {isCut && !whole.data && (
        <button
          type="button"
          className="mt-1 rounded text-12 text-accent hover:underline"
          onClick={() => void whole.refetch()}
        >
          {whole.error ? `${whole.error.message} Try again.` : `Show all ${exactCount(bodyLength)} characters`}
        </button>
      )}
    </>
  );
}

/** The id that the record itself comes right before: so one record can be asked for by the parameters of a page. */
function idAfter(id: string): string {
  const at = id.lastIndexOf("-") + 1;
  return `${id.slice(0, at)}${Number(id.slice(at)) + 1}`;
}

/** JSON with its lines; any other text as it is. */
function asRead(body: string): string {
  if (!/^\s*[[{]/.test(body)) return body;
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    // It only began like JSON, or was cut.
    return body;
  }
}
