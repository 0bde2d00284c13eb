"use client";

import { Tabs } from "@base-ui/react/tabs";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { Row } from "../api/rows.ts";
import { counted, duration, percent, shortCount } from "../format/number.ts";
import { Card } from "../ui/card.tsx";
import { EmptyNote, RowsState, SkeletonRows } from "../ui/rows-state.tsx";
import { TabStrip } from "../ui/tab-strip.tsx";
import { useScopedRows } from "./scope.ts";

const shown = 8;
const tabs = [
  { value: "failing", name: "Failing" },
  { value: "slowest", name: "Slowest" },
  { value: "most", name: "Most used" },
] as const;
const sorts = tabs.map(({ value }) => value);

/** What pages asked of back ends: how long it took, and how often it failed. */
export function RequestsCard() {
  const [sort, setSort] = useQueryState("requests", parseAsStringLiteral(sorts).withDefault("failing"));
  const answer = useScopedRows("requests", { sort, limit: shown });
  return (
    <Tabs.Root value={sort} onValueChange={(value) => void setSort(value)} className="flex min-w-0">
      <Card title="Requests" className="w-full" actions={<TabStrip label="Requests" tabs={tabs} />}>
        <Tabs.Panel value={sort} style={{ minHeight: `${shown * 28 + 24}px` }} className="flex flex-col *:last:flex-1">
          <div className="flex h-6 items-center gap-2 text-12 text-muted">
            <span className="min-w-0 flex-1">Endpoint</span>
            <span className="w-14 text-right max-sm:hidden">Requests</span>
            <span className="w-14 text-right">Failed</span>
            <span className="w-16 text-right">p75</span>
          </div>
          <RowsState
            answer={answer}
            skeleton={<SkeletonRows rows={shown} rowClass="h-7" />}
            empty={<EmptyNote>No requests in this range.</EmptyNote>}
          >
            {(rows) => (
              <ul>
                {rows.map((row) => (
                  <Endpoint key={`${row.method} ${row.target}`} row={row} />
                ))}
              </ul>
            )}
          </RowsState>
        </Tabs.Panel>
      </Card>
    </Tabs.Root>
  );
}

function Endpoint({ row }: { row: Row<"requests"> }) {
  const slash = Math.max(0, row.target.indexOf("/"));
  const traced = `${percent(row.tracedShare)} lead to a trace of the back end`;
  return (
    <li className="flex h-7 items-center gap-2 text-13">
      <span className="min-w-0 flex-1 truncate" title={`${row.method} ${row.target}; ${traced}`}>
        <span className="text-12 text-muted">{row.method} </span>
        {row.target.slice(slash) || row.target}
        <span className="text-12 text-muted"> {row.target.slice(0, slash)}</span>
      </span>
      <span className="w-14 shrink-0 text-right tabular-nums max-sm:hidden" title={counted(row.requests, "request")}>
        {shortCount(row.requests)}
      </span>
      <span
        className={`w-14 shrink-0 text-right tabular-nums ${row.failureRate > 0 ? "font-medium" : "text-muted"}`}
        title={`of ${counted(row.requests, "request")}`}
      >
        {percent(row.failureRate)}
      </span>
      <span className="w-16 shrink-0 text-right font-medium tabular-nums">{duration(row.p75Ms)}</span>
    </li>
  );
}
