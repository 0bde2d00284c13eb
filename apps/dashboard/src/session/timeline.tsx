"use client";

import clsx from "clsx";
import { Link2 } from "lucide-react";
import { useMemo } from "react";
import { duration, wholeDuration } from "../format/number.ts";
import { clockSecond, exactTime } from "../format/time.ts";
import { useZone } from "../time/zone-state.ts";
import { useHotkeys } from "../ui/hotkeys.ts";
import { EmptyNote } from "../ui/rows-state.tsx";
import { EntryText } from "./entry-text.tsx";
import { KindFilter } from "./kind-filter.tsx";
import { type Entry, isFailed, kinds } from "./kinds.ts";
import { useChosenTrace, useShownKinds } from "./timeline-state.ts";
import { TraceNote } from "./trace-note.tsx";
import { linkWords, tracesOf } from "./traces.ts";

/** Every event of the visit in order, each with its time since the start. A click and what it caused can be marked. */
export function Timeline({ entries }: { entries: readonly Entry[] }) {
  const [shown, setShown] = useShownKinds();
  const [chosen, setChosen] = useChosenTrace();
  const traces = useMemo(() => tracesOf(entries), [entries]);
  const marked = traces.get(chosen);
  useHotkeys({ escape: () => marked && void setChosen(null) });
  // The marked ones stay in sight whatever the filter says.
  const visible = entries.filter(
    (entry) => shown.length === 0 || shown.includes(entry.kind) || marked?.includes(entry),
  );
  return (
    <>
      <KindFilter entries={entries} shown={shown} onChange={(next) => void setShown(next.length > 0 ? next : null)} />
      {marked && <TraceNote traceId={chosen} members={marked} onClear={() => void setChosen(null)} />}
      {visible.length === 0 && <EmptyNote>This visit has none of the chosen kinds.</EmptyNote>}
      <ol aria-label="Timeline">
        {visible.map((entry) => (
          <TimelineRow
            key={entry.id}
            entry={entry}
            start={entries[0]?.time ?? 0}
            members={traces.get(entry.traceId)}
            isMarked={marked !== undefined && entry.traceId === chosen}
            onChoose={() => void setChosen(entry.traceId === chosen ? null : entry.traceId)}
          />
        ))}
      </ol>
    </>
  );
}

type RowProps = {
  entry: Entry;
  start: number;
  /** Entries of the same trace, where there are others. */
  members: readonly Entry[] | undefined;
  isMarked: boolean;
  onChoose: () => void;
};

function TimelineRow({ entry, start, members, isMarked, onChoose }: RowProps) {
  const { zone } = useZone();
  const { word, icon: Icon } = kinds[entry.kind];
  const isBad = entry.kind === "error" || isFailed(entry);
  return (
    <li
      data-kind={entry.kind}
      data-marked={isMarked || undefined}
      className={clsx(
        "grid grid-cols-[56px_1fr_auto] gap-x-3 border-l-2 py-2 pr-2 text-13 sm:grid-cols-[72px_112px_1fr_auto]",
        isMarked ? "border-l-accent bg-accent-soft/50" : "border-l-transparent",
        entry.kind === "pageview" && "border-t border-t-line first:border-t-0",
      )}
    >
      <time
        dateTime={new Date(entry.time).toISOString()}
        title={exactTime(entry.time, zone)}
        className="text-right text-12 leading-5 text-muted tabular-nums"
      >
        {entry.time === start ? clockSecond(start, zone) : `+${sinceStart(entry.time - start)}`}
      </time>
      <span className={clsx("flex h-5 items-center gap-2", isBad ? "text-poor" : "text-muted")}>
        <Icon size={14} aria-hidden="true" className="shrink-0" />
        {word}
      </span>
      <div className="col-span-2 col-start-2 row-start-2 min-w-0 sm:col-span-1 sm:col-start-3 sm:row-start-1">
        <EntryText entry={entry} />
      </div>
      {members && (
        <button
          type="button"
          aria-pressed={isMarked}
          onClick={onChoose}
          className="col-start-3 row-start-1 inline-flex h-5 items-center gap-1 self-start rounded px-1 text-12 whitespace-nowrap text-muted hover:text-text aria-pressed:text-accent sm:col-start-4"
        >
          <Link2 size={14} aria-hidden="true" />
          {linkWords(entry, members)}
        </button>
      )}
    </li>
  );
}

const sinceStart = (ms: number): string => (ms < 10_000 ? duration(ms) : wholeDuration(ms));
