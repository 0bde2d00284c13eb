"use client";

import clsx from "clsx";
import { ChevronRight, Link2 } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { counted, duration, wholeDuration } from "../format/number.ts";
import { clockSecond, exactTime } from "../format/time.ts";
import { useZone } from "../time/zone-state.ts";
import { EntryText } from "./entry-text.tsx";
import { type Entry, isFailed, kinds } from "./kinds.ts";
import { summaryOf } from "./request-runs.ts";
import { linkWords } from "./traces.ts";

type RowProps = {
  entry: Entry;
  start: number;
  /** Entries of the same trace, where there are others. */
  members: readonly Entry[] | undefined;
  isMarked: boolean;
  onChoose: () => void;
};

export const EntryRow = (props: RowProps) => (
  <li
    data-kind={props.entry.kind}
    data-marked={props.isMarked || undefined}
    className={props.entry.kind === "pageview" ? "border-t border-line first:border-t-0" : undefined}
  >
    <Cells {...props} word={kinds[props.entry.kind].word}>
      <EntryText entry={props.entry} />
    </Cells>
  </li>
);

/** How many paths of a run are named before the rest is a number. */
const namedPaths = 3;

/** Requests that are alike in one row, which opens to show each of them. `entry` is the first of them. */
export function RunRow({ run, ...props }: RowProps & { run: readonly Entry[] }) {
  const [open, setOpen] = useState(false);
  const listId = useId();
  const { host, paths, shortestMs, longestMs } = summaryOf(run);
  const name = counted(run.length, "request");
  const others = paths.length - namedPaths;
  return (
    <li data-kind={props.entry.kind} data-marked={props.isMarked || undefined}>
      <Cells {...props} word={kinds[props.entry.kind].several}>
        <p className="break-words">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={open ? listId : undefined}
            onClick={() => setOpen(!open)}
            className="inline-flex h-5 items-center gap-1 rounded align-top font-semibold hover:underline"
          >
            <ChevronRight
              size={14}
              aria-hidden="true"
              className={`-ml-0.5 text-muted transition-transform ${open ? "rotate-90" : ""}`}
            />
            {name}
          </button>
          <span className="text-muted"> GET {host}</span>
          {paths.slice(0, namedPaths).join(", ")}
          {others > 0 && <span className="text-muted"> and {counted(others, "other path")}</span>}
          <span className="ml-3 whitespace-nowrap tabular-nums">{timesOf(shortestMs, longestMs)}</span>
        </p>
      </Cells>
      {open && (
        <ol id={listId} aria-label={name}>
          {run.map((entry) => (
            <EntryRow key={entry.id} {...props} entry={entry} />
          ))}
        </ol>
      )}
    </li>
  );
}

const timesOf = (shortestMs: number, longestMs: number): string => {
  const [shortest, longest] = [duration(shortestMs), duration(longestMs)];
  return shortest === longest ? longest : `${shortest} to ${longest}`;
};

/** When, what kind, what, and the way to the rest of the trace. */
function Cells({
  entry,
  start,
  members,
  isMarked,
  onChoose,
  word,
  children,
}: RowProps & { word: string; children: ReactNode }) {
  const { zone } = useZone();
  const { icon: Icon } = kinds[entry.kind];
  const isBad = entry.kind === "error" || isFailed(entry);
  return (
    <div
      className={clsx(
        "grid grid-cols-[56px_1fr_auto] gap-x-3 border-l-2 py-2 pr-2 text-13 sm:grid-cols-[72px_112px_1fr_auto]",
        isMarked ? "border-l-accent bg-accent-soft/50" : "border-l-transparent",
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
        {children}
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
    </div>
  );
}

const sinceStart = (ms: number): string => (ms < 10_000 ? duration(ms) : wholeDuration(ms));
