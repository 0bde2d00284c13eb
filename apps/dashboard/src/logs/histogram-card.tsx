"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import clsx from "clsx";
import dynamic from "next/dynamic";
import { useEffect, useMemo, useState } from "react";
import type { Row } from "../api/rows.ts";
import { exactCount, shortCount } from "../format/number.ts";
import { clockTime, shortDay } from "../format/time.ts";
import type { Range } from "../time/period.ts";
import { useTime } from "../time/time-state.ts";
import { dayMs, hourMs, minuteMs } from "../time/zone.ts";
import { useZone } from "../time/zone-state.ts";
import { type Histogram, histogramOf } from "./histogram-buckets.ts";
import { HistogramTable, HistogramTooltip } from "./histogram-values.tsx";
import { useLogChoice } from "./log-state.ts";
import { type Severity, severities, severityNames } from "./severity.tsx";

const height = 140;
const wholeSteps = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((n) => n * 10 ** power)).flat();

const loadBars = () => import("../chart/stacked-bars.tsx").then((loaded) => loaded.StackedBars);
const StackedBars = dynamic(loadBars, { ssr: false, loading: () => <div style={{ height }} /> });

/** How many records there are over time, by severity. Click or drag to narrow the time; the severities are switches. */
export function HistogramCard({ answer, range }: { answer: UseQueryResult<Row<"logs-histogram">[]>; range: Range }) {
  const histogram = useMemo(() => answer.data && histogramOf(answer.data, range), [answer.data, range]);
  // The chart's code comes beside its data, not after it.
  useEffect(() => void loadBars(), []);
  // The list below says what failed, or that there is nothing.
  if (answer.error || histogram === null) return null;
  return (
    <section aria-label="Records over time" className="mt-4 rounded border border-line bg-surface">
      <div className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
        <SeveritySwitches totals={histogram?.totals} />
        <p className="ml-auto text-12 text-muted tabular-nums max-sm:hidden">
          {histogram && `A bar is ${bucketLength(histogram.stepMs)}; click or drag to zoom in`}
        </p>
      </div>
      <div className={clsx("px-2 pb-2", answer.isPlaceholderData && "opacity-60")}>
        {histogram ? <Bars histogram={histogram} range={range} /> : <div style={{ height }} />}
      </div>
    </section>
  );
}

function Bars({ histogram, range }: { histogram: Histogram; range: Range }) {
  const { chooseRange } = useTime();
  const { zone } = useZone();
  const { choice } = useLogChoice();
  const [hover, setHover] = useState<{ index: number; left: number } | null>(null);
  const { times, stepMs, counts } = histogram;
  const chosen = choice.severity.join();
  const layers = useMemo(() => {
    const isShown = (severity: Severity) => chosen === "" || chosen.split(",").includes(severity);
    return severityNames.toReversed().flatMap((severity) => {
      const values = counts.get(severity);
      return values && isShown(severity) ? [{ colour: severities[severity].colour, severity, values }] : [];
    });
  }, [counts, chosen]);
  const zoom = (first: number, last: number) => {
    const [from, start] = [times[first], times[last]];
    if (from !== undefined && start !== undefined) chooseRange({ from, to: start + stepMs });
  };
  const end = (times.at(-1) ?? 0) + stepMs;
  const shown = { times, stepMs, layers, lastIsPartial: end > range.to };
  return (
    <div className="relative">
      <StackedBars
        {...shown}
        height={height}
        formatValue={shortCount}
        formatTime={(middle) => labelOf(middle - stepMs / 2, { stepMs, wholeMs: end - (times[0] ?? 0), zone })}
        valueSteps={wholeSteps}
        onBrush={zoom}
        onHover={setHover}
      />
      {hover && <HistogramTooltip {...shown} hover={hover} />}
      <HistogramTable {...shown} />
    </div>
  );
}

/** 15 s, 5 min, 12 h, 7 d: the API's buckets are whole ones. */
function bucketLength(ms: number): string {
  const [unitMs, unit] = (
    [
      [dayMs, "d"],
      [hourMs, "h"],
      [minuteMs, "min"],
    ] as const
  ).find(([each]) => ms % each === 0) ?? [1_000, "s"];
  return `${exactCount(ms / unitMs)}\u202f${unit}`;
}

/** As much of a time as tells it from its neighbours. */
function labelOf(time: number, { stepMs, wholeMs, zone }: { stepMs: number; wholeMs: number; zone: string }): string {
  if (stepMs >= dayMs / 2) return shortDay(time, zone);
  const clock = clockTime(time, zone);
  return wholeMs > dayMs + stepMs ? `${shortDay(time, zone)} ${clock}` : clock;
}

/** Those that are pressed are shown, and all when none is. */
function SeveritySwitches({ totals }: { totals: Map<Severity, number> | undefined }) {
  const { choice, change } = useLogChoice();
  const shown = severityNames.filter((severity) => totals?.has(severity) || choice.severity.includes(severity));
  const toggle = (severity: Severity) => {
    const others = choice.severity.filter((each) => each !== severity);
    change({ severity: others.length < choice.severity.length ? others : [...others, severity] });
  };
  return (
    <fieldset className="flex flex-wrap items-center gap-1.5">
      <legend className="sr-only">Severity</legend>
      {shown.map((severity) => {
        const { name, colour } = severities[severity];
        const count = totals?.get(severity) ?? 0;
        const isPressed = choice.severity.includes(severity);
        return (
          <button
            key={severity}
            type="button"
            aria-pressed={isPressed}
            onClick={() => toggle(severity)}
            title={exactCount(count)}
            className={clsx(
              "inline-flex h-7 items-center gap-1.5 rounded border px-2 text-12",
              isPressed
                ? "border-accent bg-accent-soft text-accent"
                : "border-line bg-surface text-muted hover:text-text",
            )}
          >
            <span aria-hidden="true" className="size-2" style={{ background: `var(--${colour})` }} />
            {name}
            <span className="tabular-nums">{shortCount(count)}</span>
          </button>
        );
      })}
      {choice.severity.length > 0 && (
        <button
          type="button"
          onClick={() => change({ severity: [] })}
          className="h-7 rounded px-1 text-12 text-muted hover:text-text"
        >
          Show all
        </button>
      )}
    </fieldset>
  );
}
