"use client";

import { useRef, useState } from "react";
import type { Row } from "../api/rows.ts";
import { useRowPages } from "../api/use-row-pages.ts";
import { useRows } from "../api/use-rows.ts";
import { FilterBar } from "../filters/filter-bar.tsx";
import { useLivePace } from "../time/clock.tsx";
import type { Range } from "../time/period.ts";
import { useTime } from "../time/time-state.ts";
import { HistogramCard } from "./histogram-card.tsx";
import { paramsOf } from "./log-choice.ts";
import { LogList } from "./log-list.tsx";
import { useLogChoice, useLogFilters, useOpenRecord } from "./log-state.ts";
import { SearchField } from "./search-field.tsx";
import type { Severity } from "./severity.tsx";
import { useLogKeys } from "./use-log-keys.ts";

const pageRows = 100;

export function LogsBody({ project, ingestUrl }: { project: string; ingestUrl: string }) {
  const searchInput = useRef<HTMLInputElement>(null);
  const filterInput = useRef<HTMLInputElement>(null);
  const [isRead, setRead] = useState(false);
  const [openRecord, setOpenRecord] = useOpenRecord();
  const { choice } = useLogChoice();
  const { span } = useTime();
  const { pace } = useLivePace();
  // Lines do not move away from under the pointer, nor from under an open one.
  const isHeld = pace !== "off" && (isRead || openRecord !== "");
  const range = useHeldRange(span.range, isHeld);
  const { severity, ...anySeverity } = paramsOf(choice);
  const records = useRowPages({ project, name: "logs" }, { ...anySeverity, severity, ...range, limit: pageRows });
  // The histogram counts every severity, so that it says what there is beside those that are chosen.
  const counts = useRows({ project, name: "logs-histogram" }, { ...anySeverity, ...range });
  const filters = useLogFilters(project, records.data?.pages.flat() ?? []);
  useLogKeys({
    searchInput,
    filterInput,
    closeRecord: openRecord === "" ? undefined : () => void setOpenRecord(null),
  });
  return (
    <>
      <h1 className="mb-3 text-20 font-semibold">Logs</h1>
      <SearchField inputRef={searchInput} />
      <div className="mt-2">
        <FilterBar inputRef={filterInput} model={filters} />
      </div>
      <HistogramCard answer={counts} range={range} />
      <LogList
        project={project}
        ingestUrl={ingestUrl}
        answer={records}
        range={range}
        total={counts.data && totalOf(counts.data, choice.severity)}
        isHeld={isHeld}
        onRead={setRead}
      />
    </>
  );
}

const totalOf = (counts: readonly Row<"logs-histogram">[], chosen: readonly Severity[]): number =>
  counts
    .filter(({ severity }) => chosen.length === 0 || chosen.includes(severity))
    .reduce((sum, { records }) => sum + records, 0);

/** The range as it was when it began to be held. */
function useHeldRange(range: Range, isHeld: boolean): Range {
  const [held, setHeld] = useState(range);
  if (!isHeld && (held.from !== range.from || held.to !== range.to)) setHeld(range);
  return isHeld ? held : range;
}
