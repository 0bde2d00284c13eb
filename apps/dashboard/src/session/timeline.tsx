"use client";

import clsx from "clsx";
import { Clock, FileText, Gauge, type LucideIcon, MousePointerClick, TriangleAlert } from "lucide-react";
import type { Row } from "../api/rows.ts";
import { duration, wholeDuration } from "../format/number.ts";
import { clockSecond, exactTime } from "../format/time.ts";
import { type Rating, ratingNames, vitalValue } from "../home/vital-metric.ts";
import { useZone } from "../time/zone-state.ts";
import { RatingWord } from "../ui/rating.tsx";
import { ErrorStack } from "./error-stack.tsx";
import { Properties } from "./properties.tsx";

type Entry = Row<"session-timeline">;

const kinds: Record<Entry["kind"], { word: string; icon: LucideIcon }> = {
  pageview: { word: "Page view", icon: FileText },
  engagement: { word: "Reading", icon: Clock },
  custom: { word: "Event", icon: MousePointerClick },
  vital: { word: "Vital", icon: Gauge },
  error: { word: "Error", icon: TriangleAlert },
};

/** Every event of the visit in order, each with its time since the start. */
export function Timeline({ entries }: { entries: readonly Entry[] }) {
  const { zone } = useZone();
  const start = entries[0]?.time ?? 0;
  return (
    <ol aria-label="Timeline">
      {entries.map((entry) => {
        const { word, icon: Icon } = kinds[entry.kind];
        return (
          <li
            key={entry.id}
            data-kind={entry.kind}
            className={clsx(
              "grid grid-cols-[56px_1fr] gap-x-3 py-2 text-13 sm:grid-cols-[72px_112px_1fr]",
              entry.kind === "pageview" && "border-line border-t first:border-t-0",
            )}
          >
            <time
              dateTime={new Date(entry.time).toISOString()}
              title={exactTime(entry.time, zone)}
              className="text-right text-12 leading-5 text-muted tabular-nums"
            >
              {entry.time === start ? clockSecond(start, zone) : `+${sinceStart(entry.time - start)}`}
            </time>
            <span className={clsx("flex h-5 items-center gap-2", entry.kind === "error" ? "text-poor" : "text-muted")}>
              <Icon size={14} aria-hidden="true" className="shrink-0" />
              {word}
            </span>
            <div className="col-start-2 min-w-0 sm:col-start-3">
              <What entry={entry} />
            </div>
          </li>
        );
      })}
    </ol>
  );
}

const sinceStart = (ms: number): string => (ms < 10_000 ? duration(ms) : wholeDuration(ms));

function What({ entry }: { entry: Entry }) {
  switch (entry.kind) {
    case "pageview":
      return (
        <p className="break-words">
          <span className="font-semibold">{entry.path}</span>
          {entry.route && entry.route !== entry.path && <span className="text-muted"> {entry.route}</span>}
        </p>
      );
    case "engagement":
      return (
        <p className="text-muted">
          <span className="break-words">{entry.path}</span> in the foreground for {wholeDuration(entry.value)}
        </p>
      );
    case "custom":
      return (
        <>
          <p className="break-words">
            <span className="font-semibold">{entry.name}</span>
            {entry.value !== 0 && <span className="tabular-nums"> {entry.value}</span>}
            <span className="text-muted"> on {entry.path}</span>
          </p>
          <Properties of={entry.detail} />
        </>
      );
    case "vital":
      return <VitalEntry entry={entry} />;
    case "error":
      return <ErrorEntry entry={entry} />;
  }
}

function VitalEntry({ entry }: { entry: Entry }) {
  const { target, ...attribution } = entry.detail;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3">
        <span className="font-semibold">{entry.name}</span>
        <span className="tabular-nums">{vitalValue(entry.name, entry.value)}</span>
        {entry.rating in ratingNames && <RatingWord rating={entry.rating as Rating} />}
        <span className="text-muted">{entry.path}</span>
      </p>
      {target && <p className="truncate font-mono text-12 text-muted">{target}</p>}
      <Properties of={attribution} folded />
    </>
  );
}

/** What ingest writes beside an error's own tags. */
const shownElsewhere = new Set(["message", "culprit", "level", "handled", "stack", "issueId"]);

function ErrorEntry({ entry }: { entry: Entry }) {
  const { message = "", culprit = "", handled, stack = "" } = entry.detail;
  const tags = Object.fromEntries(Object.entries(entry.detail).filter(([key]) => !shownElsewhere.has(key)));
  return (
    <>
      <p className="break-words">
        <span className="font-semibold">{entry.name || "Error"}</span>
        {message && <>: {message}</>}
      </p>
      <p className="font-mono text-12 break-all text-muted">{culprit || entry.path}</p>
      {handled && <p className="text-12 text-muted">{handled === "yes" ? "handled" : "not handled"}</p>}
      <Properties of={tags} />
      {stack && <ErrorStack stack={stack} />}
    </>
  );
}
