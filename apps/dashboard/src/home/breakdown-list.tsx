"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import type { Row } from "../api/rows.ts";
import { filterFields } from "../filters/filter.ts";
import { useFilters } from "../filters/filter-state.ts";
import { EmptyNote, RowsState, SkeletonRows } from "../ui/rows-state.tsx";
import { BarRow } from "./bar-row.tsx";
import { countedNames, countOf, type Tab } from "./breakdowns.ts";
import { useScopedRows } from "./scope.ts";

/** Rows of one tab with their heading, in the height of `rows` rows. */
export function BreakdownList(props: {
  tab: Tab;
  answer: UseQueryResult<Row<"breakdown">[], Error>;
  rows: number;
  onChosen?: () => void;
}) {
  const { tab, answer } = props;
  const { filters } = useFilters();
  const total = useTotal(tab.counted);
  const { heading, noun } = countedNames[tab.counted];
  const hasShares = tab.counted !== "events";
  return (
    <div style={{ minHeight: `${props.rows * 28 + 24}px` }} className="flex flex-col *:last:flex-1">
      <div className="flex h-6 items-center justify-between text-12 text-muted">
        <span>{filterFields[tab.dimension]}</span>
        <span className="flex gap-2">
          {heading}
          {hasShares && <span className="w-12 text-right">%</span>}
        </span>
      </div>
      <RowsState
        answer={answer}
        skeleton={<SkeletonRows rows={props.rows} rowClass="h-7" />}
        empty={
          <EmptyNote>
            {filters.length > 0 ? "Nothing matches the filters in this range." : "Nothing in this range."}
          </EmptyNote>
        }
      >
        {(rows) => {
          const longest = Math.max(1, ...rows.map((row) => countOf(row, tab.counted)));
          return (
            <ul>
              {rows.map((row) => {
                const count = countOf(row, tab.counted);
                return (
                  <BarRow
                    key={row.value}
                    field={tab.dimension}
                    value={row.value}
                    count={count}
                    length={count / longest}
                    share={hasShares ? Math.min(1, count / (total || count || 1)) : null}
                    noun={noun}
                    onChosen={props.onChosen}
                  />
                );
              })}
            </ul>
          );
        }}
      </RowsState>
    </div>
  );
}

/** All visitors or visits of the range, from the same answer that the top stats show. */
function useTotal(counted: Tab["counted"]): number | undefined {
  const totals = useScopedRows("overview").data?.[0];
  return counted === "events" ? undefined : totals?.[counted];
}
