"use client";

import { useMemo } from "react";
import { useHotkeys } from "../ui/hotkeys.ts";
import { EmptyNote } from "../ui/rows-state.tsx";
import { KindFilter } from "./kind-filter.tsx";
import type { Entry } from "./kinds.ts";
import { rowsOf } from "./request-runs.ts";
import { EntryRow, RunRow } from "./timeline-row.tsx";
import { useChosenTrace, useShownKinds } from "./timeline-state.ts";
import { TraceNote } from "./trace-note.tsx";
import { tracesOf } from "./traces.ts";

/** Every event of the visit in order, each with its time since the start. A click and what it caused can be marked. */
export function Timeline({ project, entries }: { project: string; entries: readonly Entry[] }) {
  const [shown, setShown] = useShownKinds();
  const [chosen, setChosen] = useChosenTrace();
  const traces = useMemo(() => tracesOf(entries), [entries]);
  const marked = traces.get(chosen);
  useHotkeys({ escape: () => marked && void setChosen(null) });
  // The marked ones stay in sight whatever the filter says.
  const visible = entries.filter(
    (entry) => shown.length === 0 || shown.includes(entry.kind) || marked?.includes(entry),
  );
  const propsOf = (entry: Entry) => ({
    entry,
    start: entries[0]?.time ?? 0,
    members: traces.get(entry.traceId),
    isMarked: marked !== undefined && entry.traceId === chosen,
    onChoose: () => void setChosen(entry.traceId === chosen ? null : entry.traceId),
  });
  return (
    <>
      <KindFilter entries={entries} shown={shown} onChange={(next) => void setShown(next.length > 0 ? next : null)} />
      {marked && <TraceNote project={project} traceId={chosen} members={marked} onClear={() => void setChosen(null)} />}
      {visible.length === 0 && <EmptyNote>This visit has none of the chosen kinds.</EmptyNote>}
      <ol aria-label="Timeline">
        {rowsOf(visible, traces).map(([first, ...others]) => {
          if (!first) return null;
          const props = propsOf(first);
          return others.length === 0 ? (
            <EntryRow key={first.id} {...props} />
          ) : (
            <RunRow key={first.id} {...props} run={[first, ...others]} />
          );
        })}
      </ol>
    </>
  );
}
