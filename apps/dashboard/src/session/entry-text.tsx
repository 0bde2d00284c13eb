"use client";

import type { ReactNode } from "react";
import { duration, wholeDuration } from "../format/number.ts";
import { type Rating, ratingNames, vitalValue } from "../home/vital-metric.ts";
import { RatingShape, RatingWord } from "../ui/rating.tsx";
import { ErrorText } from "./error-text.tsx";
import { type Entry, isFailed } from "./kinds.ts";
import { Properties } from "./properties.tsx";
import { splitTarget } from "./request-runs.ts";

/** What happened, in words and figures. */
export function EntryText({ entry }: { entry: Entry }) {
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
          {entry.scrollDepth > 0 && <>, seen to {entry.scrollDepth}&#x202f;%</>}
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
      return <VitalText entry={entry} />;
    case "error":
      return <ErrorText entry={entry} />;
    case "request":
    case "resource":
      return <FetchText entry={entry} />;
    case "navigation":
      return (
        <Line folded={entry.detail} word="Timing">
          <span className="font-semibold">{entry.path}</span>
          {isFailed(entry) && <Outcome entry={entry} />}
          <span className="text-muted">
            loaded in <span className="text-text tabular-nums">{duration(entry.value)}</span>
          </span>
        </Line>
      );
    case "long-frame":
      return (
        <Line folded={entry.detail} word="Cause">
          <span className="font-semibold tabular-nums">{duration(entry.value)}</span>
          <span className="text-muted">without an answer to the visitor</span>
          {entry.target && <Code>{entry.target}</Code>}
        </Line>
      );
    case "interaction":
      return <ClickText entry={entry} />;
    case "flag":
      return (
        <p className="break-words">
          <span className="font-semibold">{entry.target}</span>
          <span className="text-muted"> is </span>
          {entry.detail["variant"] || "empty"}
        </p>
      );
  }
}

/** One line, with more behind a word at its end. */
function Line({ folded, word, children }: { folded?: Record<string, string>; word?: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-3">
      {children}
      {folded && <Properties of={folded} folded={word} />}
    </div>
  );
}

const Code = ({ children }: { children: ReactNode }) => (
  <span className="min-w-0 font-mono text-12 leading-5 break-all text-muted">{children}</span>
);

/** A good status is told in passing, a bad one by word and colour. */
function Outcome({ entry }: { entry: Entry }) {
  const { status, detail } = entry;
  if (isFailed(entry)) {
    return (
      <span className="font-medium text-poor tabular-nums">{status ? `${status} failed` : "failed, no answer"}</span>
    );
  }
  if (status === 0) return detail["error"] === "AbortError" ? <span className="text-muted">called off</span> : null;
  return <span className="text-muted tabular-nums">{status}</span>;
}

function FetchText({ entry }: { entry: Entry }) {
  const { method, initiator, ...detail } = entry.detail;
  const { host, path } = splitTarget(entry.target);
  const folded = {
    ...(initiator && initiator !== "fetch" && { initiator }),
    ...detail,
    ...(entry.spanId && { span: entry.spanId }),
  };
  return (
    <Line folded={folded} word="Details">
      <span className="min-w-0 break-all">
        {method && <span className="font-semibold">{method} </span>}
        <span className="text-muted">{host}</span>
        {path}
      </span>
      <Outcome entry={entry} />
      <span className="tabular-nums">{duration(entry.value)}</span>
    </Line>
  );
}

const frustrations: Record<string, { words: string; rating: Rating }> = {
  rage: { words: "Rage click", rating: "poor" },
  dead: { words: "Dead click, nothing came of it", rating: "needs-improvement" },
  error: { words: "Led to an error", rating: "poor" },
};

function ClickText({ entry }: { entry: Entry }) {
  const { label, clicks, frustration = "" } = entry.detail;
  const found = frustrations[frustration];
  return (
    <Line>
      {label && <span className="font-semibold">{label}</span>}
      <span className="min-w-0 font-mono text-12 leading-5 break-all">{entry.target || "the page"}</span>
      {Number(clicks) > 1 && <span className="text-muted tabular-nums">{clicks} times</span>}
      {found && (
        <span
          className={`inline-flex h-5 items-center gap-1.5 text-12 font-medium ${found.rating === "poor" ? "text-poor" : "text-needs"}`}
        >
          <RatingShape rating={found.rating} />
          {found.words}
        </span>
      )}
    </Line>
  );
}

function VitalText({ entry }: { entry: Entry }) {
  return (
    <Line folded={entry.detail} word="Attribution">
      <span className="font-semibold">{entry.name}</span>
      <span className="tabular-nums">{vitalValue(entry.name, entry.value)}</span>
      {entry.rating in ratingNames && <RatingWord rating={entry.rating as Rating} />}
      <span className="text-muted">{entry.path}</span>
      {entry.target && <Code>{entry.target}</Code>}
    </Line>
  );
}
