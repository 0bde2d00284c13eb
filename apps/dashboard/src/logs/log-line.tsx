"use client";

import clsx from "clsx";
import { memo, useId } from "react";
import type { Row } from "../api/rows.ts";
import { clockMilli, dayAndClockMilli, exactTime } from "../format/time.ts";
import { useZone } from "../time/zone-state.ts";
import { LogDetail } from "./log-detail.tsx";
import { type Severity, SeverityWord } from "./severity.tsx";
import { lineAttribute } from "./use-log-keys.ts";

/** More of a body does not fit into a line. */
const shownChars = 400;

const edges: Partial<Record<Severity, string>> = {
  warn: "border-l-needs",
  error: "border-l-poor",
  fatal: "border-l-poor",
};

type LogLineProps = {
  project: string;
  record: Row<"logs">;
  /** The range is longer than a day. */
  withDay: boolean;
  isOpen: boolean;
  onOpen: (id: string | null) => unknown;
};

/** One record in one line, two on phones; it opens to all that the record tells. */
export const LogLine = memo(function LogLine({ project, record, withDay, isOpen, onOpen }: LogLineProps) {
  const { zone } = useZone();
  const detailId = useId();
  const { time, severity, service, body, weight } = record;
  return (
    <li
      className={clsx(
        "border-l-2 [contain-intrinsic-size:auto_28px]",
        // The browser lays out and paints only the lines that can be seen.
        !isOpen && "[content-visibility:auto]",
        isOpen ? "border-l-accent" : (edges[severity] ?? "border-l-transparent"),
      )}
    >
      <button
        type="button"
        {...{ [lineAttribute]: "" }}
        aria-expanded={isOpen}
        aria-controls={isOpen ? detailId : undefined}
        onClick={() => onOpen(isOpen ? null : record.id)}
        className={clsx(
          "flex min-h-7 w-full items-center gap-x-3 pr-2 pl-2 text-left -outline-offset-2 max-sm:flex-wrap max-sm:py-1.5",
          isOpen ? "bg-accent-soft" : "hover:bg-sunken",
        )}
      >
        <time
          dateTime={new Date(time).toISOString()}
          title={exactTime(time, zone)}
          className={clsx("shrink-0 font-mono text-12 text-muted", withDay ? "sm:w-40" : "sm:w-24")}
        >
          {withDay ? dayAndClockMilli(time, zone) : clockMilli(time, zone)}
        </time>
        <SeverityWord severity={severity} />
        <span className="truncate text-12 max-sm:flex-1 sm:w-28 sm:shrink-0" title={service}>
          {service || "no service"}
        </span>
        <span className="min-w-0 font-mono text-12 max-sm:line-clamp-2 max-sm:basis-full max-sm:break-words sm:flex-1 sm:truncate">
          {body.slice(0, shownChars) || <span className="text-muted">no message</span>}
        </span>
        {weight > 1 && (
          <span className="shrink-0 text-12 text-muted tabular-nums" title="Sampled: this record stands for so many">
            ×{"\u202f"}
            {weight}
          </span>
        )}
      </button>
      {isOpen && <LogDetail id={detailId} project={project} record={record} />}
    </li>
  );
});
