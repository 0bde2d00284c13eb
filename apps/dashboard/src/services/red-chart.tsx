"use client";

import dynamic from "next/dynamic";
import { useEffect, useId, useMemo, useState } from "react";
import type { Row } from "../api/rows.ts";
import { clockTime, shortDay } from "../format/time.ts";
import { dayMs } from "../time/zone.ts";
import { useZone } from "../time/zone-state.ts";
import { bucketNameOf } from "./bucket-name.ts";
import type { Figure } from "./red-figures.ts";
import { RedLegend } from "./red-legend.tsx";
import { RedTooltip } from "./red-tooltip.tsx";
import type { Series } from "./series.ts";

const height = 168;

const loadChart = () => import("../chart/series-chart.tsx").then((loaded) => loaded.SeriesChart);
const SeriesChart = dynamic(loadChart, { ssr: false, loading: () => <div style={{ height }} /> });

/** One figure: over the whole range as a number, over time as lines, and the lines' values as a table. */
export function RedChart(props: {
  figure: Figure;
  whole: Row<"service-overview"> | undefined;
  series: Series;
  onBrush: (firstIndex: number, lastIndex: number) => void;
}) {
  const { figure, whole, series, onBrush } = props;
  const { zone } = useZone();
  const [hover, setHover] = useState<{ index: number; left: number } | null>(null);
  const titleId = useId();
  const lines = useMemo(
    () => figure.lines.map(({ name, colour, value }) => ({ name, colour, values: series.points.map(value) })),
    [figure, series],
  );
  const [value, behind] = whole ? figure.whole(whole) : [];

  // The chart's code comes beside its data, not after it.
  useEffect(() => void loadChart(), []);

  return (
    <section aria-labelledby={titleId} className="flex min-w-0 flex-col">
      <header className="px-4 pt-3">
        <h2 id={titleId} className="text-12 font-medium text-muted">
          {figure.title}
        </h2>
        <p className="flex h-7 items-baseline gap-2">
          <span className="text-20 font-semibold tabular-nums">
            {value ?? <span aria-hidden="true" className="block h-5 w-16 rounded bg-sunken" />}
          </span>
          <span className="text-12 text-muted tabular-nums">{behind}</span>
        </p>
      </header>
      <div className="relative px-2 pt-1">
        <SeriesChart
          times={series.times}
          lines={lines}
          lastIsPartial={series.lastIsPartial}
          height={height}
          group="service"
          formatValue={figure.format}
          formatTime={(time) => tickName(time, series.times, zone)}
          valueSteps={figure.steps}
          onBrush={onBrush}
          onHover={setHover}
        />
        {hover && (
          <RedTooltip
            hover={hover}
            lines={lines}
            format={figure.format}
            count={series.times.length}
            name={bucketNameOf(series, hover.index, zone)}
          />
        )}
      </div>
      <RedLegend title={figure.title} lines={lines} format={figure.format} />
    </section>
  );
}

/** Clock times where they can mean one day only, or two with midnight between them. */
function tickName(time: number, times: readonly number[], zone: string): string {
  const lengthMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const clock = clockTime(time, zone);
  return lengthMs > dayMs || clock === "00:00" ? shortDay(time, zone) : clock;
}
