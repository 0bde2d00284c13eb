"use client";

import clsx from "clsx";
import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { useRows } from "../api/use-rows.ts";
import { counted, duration, exactCount } from "../format/number.ts";
import { SeverityWord } from "../logs/severity.tsx";
import { type BackEndPart, backEndOf, type Log, placesIn, type SpanLine } from "./span-tree.ts";

/** Rows that a note can hold; a trace with more is read in a view of its own. */
const shownLines = 200;
const deepestIndent = 8;

/** What services recorded of the marked trace: folded, a count; open, their spans in time with the log records written within them. */
export function BackEnd({ project, traceId }: { project: string; traceId: string }) {
  const { data, isPlaceholderData } = useRows({ project, name: "trace" }, { traceId });
  const [open, setOpen] = useState(false);
  const listId = useId();
  if (!data || isPlaceholderData) return null;
  const part = backEndOf(data);
  if (part.lines.length === 0 && part.looseLogs.length === 0) {
    return <p className="text-12 text-muted">No spans or log records of services belong to it.</p>;
  }
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        onClick={() => setOpen(!open)}
        className="inline-flex h-7 items-center gap-1 rounded text-12 hover:underline"
      >
        <ChevronRight
          size={14}
          aria-hidden="true"
          className={clsx("-ml-0.5 text-muted transition-transform", open && "rotate-90")}
        />
        {wordsOf(part)}
      </button>
      {open && <Lines id={listId} {...part} />}
    </>
  );
}

function wordsOf({ lines, looseLogs, cutSpans, cutLogs }: BackEndPart): string {
  const services = new Set(lines.map(({ span }) => span.service)).size;
  const records = lines.reduce((sum, { logs }) => sum + logs.length, looseLogs.length) + cutLogs;
  const spans = `${counted(lines.length + cutSpans, "span")} of ${counted(services, "service")}`;
  return `Back end: ${lines.length > 0 ? `${spans}, ` : ""}${counted(records, "log record")}`;
}

function Lines({ id, lines, looseLogs, cutSpans, cutLogs }: BackEndPart & { id: string }) {
  const hidden = Math.max(0, lines.length - shownLines) + cutSpans;
  const placeOf = placesIn(lines.map(({ span }) => span));
  return (
    <div id={id} className="max-h-[40dvh] overflow-y-auto border-line border-t pt-1 pr-1">
      <ol aria-label="Spans and log records">
        {lines.slice(0, shownLines).map((line, index) => (
          <li key={`${index} ${line.span.spanId}`}>
            <SpanText {...line} place={placeOf(line.span)} />
            <Logs logs={line.logs} depth={line.depth + 1} />
          </li>
        ))}
        {looseLogs.length > 0 && (
          <li>
            <Logs logs={looseLogs} depth={0} />
          </li>
        )}
      </ol>
      {(hidden > 0 || cutLogs > 0) && (
        <p className="py-1 text-12 text-muted tabular-nums">
          Not shown: {exactCount(hidden)} more spans, {exactCount(cutLogs)} more log records.
        </p>
      )}
    </div>
  );
}

function SpanText({ span, depth, place }: SpanLine & { place: { left: number; width: number } }) {
  const isFailed = span.statusCode === "Error";
  return (
    <div className="grid min-h-7 grid-cols-[1fr_72px] items-center gap-x-3 sm:grid-cols-[1fr_200px_72px]">
      <p className="flex min-w-0 gap-1.5" style={{ paddingLeft: indentOf(depth) }} title={span.name}>
        <span className="truncate">
          <span className="text-muted">{span.service} </span>
          {span.name}
        </span>
        {isFailed && <span className="font-medium text-poor">failed</span>}
        {isFailed && span.statusMessage && (
          <span className="hidden truncate text-muted sm:inline">{span.statusMessage}</span>
        )}
      </p>
      <span aria-hidden="true" className="relative hidden h-2 rounded-full bg-sunken sm:block">
        <span
          className={clsx("absolute inset-y-0 min-w-0.5 rounded-full", isFailed ? "bg-poor" : "bg-accent")}
          style={{ left: `${Math.min(99, place.left)}%`, width: `${place.width}%` }}
        />
      </span>
      <span className="text-right tabular-nums">{duration(span.durationMs)}</span>
    </div>
  );
}

const indentOf = (depth: number): number => Math.min(depth, deepestIndent) * 12;

const Logs = ({ logs, depth }: { logs: readonly Log[]; depth: number }) =>
  logs.map((log, index) => (
    <p
      key={`${log.time} ${index}`}
      className="flex gap-2 py-0.5 font-mono text-12"
      style={{ paddingLeft: indentOf(depth) }}
    >
      <SeverityWord severity={log.severity} />
      <span className="min-w-0 break-words whitespace-pre-wrap">{log.body}</span>
    </p>
  ));
