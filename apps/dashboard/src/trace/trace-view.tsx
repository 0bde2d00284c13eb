"use client";

import { ScrollText, UserRound } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useMemo, useState } from "react";
import { counted, exactCount, spanDuration } from "../format/number.ts";
import { dayAndClock, exactMilli } from "../format/time.ts";
import { LogText } from "../logs/log-text.tsx";
import { useZone } from "../time/zone-state.ts";
import { buttonClass } from "../ui/button.tsx";
import { useIsWide } from "../ui/use-is-wide.ts";
import { LineDetail } from "./line-detail.tsx";
import { logsHref } from "./logs-href.ts";
import { serviceColours } from "./service-colours.ts";
import { ServiceLegend } from "./service-legend.tsx";
import type { TraceRow } from "./span-tree.ts";
import { visitOf } from "./trace-facts.ts";
import { TraceNotes } from "./trace-notes.tsx";
import { type TraceTree, treeOf, unfolded } from "./trace-tree.ts";
import { useTraceKeys } from "./use-trace-keys.ts";
import { Waterfall } from "./waterfall.tsx";

// Wide screens see none.
const Sheet = dynamic(() => import("../ui/sheet.tsx").then((loaded) => loaded.Sheet));

type TraceViewProps = { project: string; traceId: string; rows: readonly TraceRow[] };

export function TraceView({ project, traceId, rows }: TraceViewProps) {
  const tree = useMemo(() => treeOf(rows), [rows]);
  const colours = useMemo(() => serviceColours(tree.services.map(({ name }) => name)), [tree]);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const lines = useMemo(() => unfolded(tree.lines, folded), [tree, folded]);
  const [chosen, setChosen] = useQueryState("span", parseAsString.withDefault(""));
  const isWide = useIsWide();
  const line = tree.lines.find(({ key }) => key === chosen);
  const choose = (key: string | null) => void setChosen(key);
  const fold = (key: string) =>
    setFolded((current) => new Set(current.has(key) ? [...current].filter((each) => each !== key) : [...current, key]));
  useTraceKeys({ lines, chosen, choose });
  const detail = line && (
    <LineDetail
      key={line.key}
      {...{ project, line, tree }}
      colour={colours.get(line.service)}
      onClose={isWide ? () => choose(null) : undefined}
    />
  );
  return (
    <>
      <div className="mt-2 flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <h1 className="text-20 font-semibold break-words">{tree.lines[0]?.name ?? "Trace without spans"}</h1>
          <p className="font-mono text-12 break-all text-muted select-all">{traceId}</p>
        </div>
        <Ways {...{ project, traceId, rows, tree }} />
      </div>
      <Facts tree={tree} />
      <TraceNotes tree={tree} />
      <ServiceLegend project={project} services={tree.services} colours={colours} />
      <div className="flex items-start gap-4">
        <Waterfall
          {...{ lines, folded, chosen, colours, fold, choose }}
          wholeMs={tree.durationMs}
          isNarrow={line !== undefined}
        />
        {isWide && line && (
          <aside
            aria-label={line.name}
            className="sticky top-14 max-h-[calc(100dvh-72px)] w-[400px] shrink-0 overflow-y-auto rounded border border-line bg-surface px-4 py-3"
          >
            {detail}
          </aside>
        )}
      </div>
      {!isWide && line && (
        <Sheet open onClose={() => choose(null)} title={line.name}>
          {detail}
        </Sheet>
      )}
      <LooseLogs tree={tree} />
    </>
  );
}

/** To the visit that the trace began in, and to its log records as a list. */
function Ways({ project, traceId, rows, tree }: TraceViewProps & { tree: TraceTree }) {
  const visit = visitOf(rows);
  return (
    <div className="flex gap-2">
      {visit && (
        <Link href={`/${project}/sessions/${visit}?trace=${traceId}`} prefetch={false} className={buttonClass("line")}>
          <UserRound size={14} aria-hidden="true" />
          Visit
        </Link>
      )}
      <Link href={logsHref(project, tree, { traceId })} prefetch={false} className={buttonClass("line")}>
        <ScrollText size={14} aria-hidden="true" />
        Log records
      </Link>
    </div>
  );
}

function Facts({ tree }: { tree: TraceTree }) {
  const { zone } = useZone();
  const { lines, looseLogs, cut, services, start } = tree;
  const spans = lines.filter(({ row }) => row.kind === "span").length;
  const failed = lines.filter(({ isFailed }) => isFailed).length;
  const logs = lines.reduce((sum, line) => sum + line.logs.length, looseLogs.length) + cut.logs;
  const facts: [name: string, value: string, exact?: string][] = [
    ["Began", dayAndClock(start, zone), exactMilli(start, zone)],
    ["Took", spanDuration(tree.durationMs)],
    ["Spans", exactCount(spans + cut.spans)],
    ["Services", exactCount(services.filter(({ name }) => name !== "browser").length)],
    ["Failed", exactCount(failed)],
    ["Log records", exactCount(logs)],
  ];
  return (
    <dl className="mt-4 mb-4 grid grid-cols-[4fr_3fr_3fr] gap-3 border-line border-y py-3 lg:grid-cols-6">
      {facts.map(([name, value, exact]) => (
        <div key={name} className="min-w-0">
          <dt className="text-12 text-muted">{name}</dt>
          <dd className="truncate text-13 tabular-nums" title={exact ?? value}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function LooseLogs({ tree: { looseLogs, start } }: { tree: TraceTree }) {
  if (looseLogs.length === 0) return null;
  return (
    <section aria-label="Log records without a span" className="mt-6">
      <h2 className="mb-1 text-14 font-semibold">{counted(looseLogs.length, "log record")} without a span</h2>
      <ol>
        {looseLogs.map((log, index) => (
          <LogText key={`${log.time} ${index}`} log={log} offsetMs={log.time - start} />
        ))}
      </ol>
    </section>
  );
}
