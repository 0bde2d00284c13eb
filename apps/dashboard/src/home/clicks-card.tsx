"use client";

import { Tabs } from "@base-ui/react/tabs";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { Row } from "../api/rows.ts";
import { exactCount, shortCount } from "../format/number.ts";
import { Card } from "../ui/card.tsx";
import { EmptyNote, RowsState, SkeletonRows } from "../ui/rows-state.tsx";
import { TabStrip } from "../ui/tab-strip.tsx";
import { useScopedRows } from "./scope.ts";

const shown = 8;
const tabs = [
  { value: "frustrating", name: "Frustrating" },
  { value: "most", name: "Most used" },
] as const;
const sorts = tabs.map(({ value }) => value);

const columns = [
  // On a phone the selectors need the room.
  { key: "interactions", name: "Clicks", meaning: "clicks", width: "w-12 max-sm:hidden" },
  { key: "rage", name: "Rage", meaning: "clicked again and again", width: "w-10 sm:w-12" },
  { key: "dead", name: "Dead", meaning: "nothing came of it", width: "w-10 sm:w-12" },
  { key: "errors", name: "Errors", meaning: "led to an error", width: "w-10 sm:w-12" },
] as const;

/** What visitors click, and how often it frustrates them. */
export function ClicksCard() {
  const [sort, setSort] = useQueryState("clicks", parseAsStringLiteral(sorts).withDefault("frustrating"));
  const answer = useScopedRows("interactions", { sort, limit: shown });
  return (
    <Tabs.Root value={sort} onValueChange={(value) => void setSort(value)} className="flex min-w-0">
      <Card title="Clicks" className="w-full" actions={<TabStrip label="Clicks" tabs={tabs} />}>
        <Tabs.Panel value={sort} style={{ minHeight: `${shown * 28 + 24}px` }} className="flex flex-col *:last:flex-1">
          <div className="flex h-6 items-center gap-2 text-12 text-muted">
            <span className="min-w-0 flex-1">Element</span>
            {columns.map(({ key, name, meaning, width }) => (
              <span key={key} className={`${width} shrink-0 text-right`} title={meaning}>
                {name}
              </span>
            ))}
          </div>
          <RowsState
            answer={answer}
            skeleton={<SkeletonRows rows={shown} rowClass="h-7" />}
            empty={<EmptyNote>No clicks in this range.</EmptyNote>}
          >
            {(rows) => (
              <ul>
                {rows.map((row) => (
                  <Element key={row.target} row={row} />
                ))}
              </ul>
            )}
          </RowsState>
        </Tabs.Panel>
      </Card>
    </Tabs.Root>
  );
}

function Element({ row }: { row: Row<"interactions"> }) {
  return (
    <li className="flex h-7 items-center gap-2 text-13">
      <span className="min-w-0 flex-1 truncate font-mono text-12" title={row.target}>
        {row.target || "the page"}
      </span>
      {columns.map(({ key, meaning, width }) => (
        <span
          key={key}
          className={`${width} shrink-0 text-right tabular-nums ${row[key] === 0 ? "text-muted" : "font-medium"}`}
          title={`${meaning}: ${exactCount(row[key])}`}
        >
          {shortCount(row[key])}
        </span>
      ))}
    </li>
  );
}
