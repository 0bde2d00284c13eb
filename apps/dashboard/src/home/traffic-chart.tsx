"use client";

import dynamic from "next/dynamic";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useEffect, useMemo, useState } from "react";
import { bucketName, clockTime, shortDay } from "../format/time.ts";
import { bucketEnd } from "../time/period.ts";
import { useCompare, useTime } from "../time/time-state.ts";
import { useZone } from "../time/zone-state.ts";
import { FailureNote } from "../ui/failure.tsx";
import { EmptyNote } from "../ui/rows-state.tsx";
import { usePreviousRows, useScopedRows } from "./scope.ts";
import { metricOf, useTrafficMetric } from "./traffic-metric.ts";
import { TrafficTable } from "./traffic-table.tsx";
import { TrafficTooltip } from "./traffic-tooltip.tsx";

const height = 280;

const loadChart = () => import("../chart/line-chart.tsx").then((loaded) => loaded.LineChart);
const LineChart = dynamic(loadChart, { ssr: false, loading: () => <ChartSkeleton /> });

/** The chosen stat over time: drag to zoom in (Back zooms out), hover for exact values, a table for those who read it. */
export function TrafficChart() {
  const { span, chooseRange, narrow } = useTime();
  const { zone } = useZone();
  const { compare } = useCompare();
  const [metricKey] = useTrafficMetric();
  const [asTable] = useTrafficAsTable();
  const [hover, setHover] = useState<{ index: number; left: number } | null>(null);
  const { interval } = span;
  const current = useScopedRows("traffic-series", { interval });
  const before = usePreviousRows("traffic-series", { interval }, compare);
  const metric = metricOf(metricKey);

  // The chart's code comes beside its data, not after it.
  useEffect(() => void loadChart(), []);

  const points = current.data;
  const series = useMemo(() => {
    const times = (points ?? []).map((point) => point.time);
    const values = (points ?? []).map(metric.point);
    // Before the first event ever there is nothing to compare with, and a line at zero would say otherwise.
    const compared = compare && before.data?.some((point) => point.sessions > 0);
    const previous = compared ? (before.data ?? []).slice(0, times.length) : [];
    return { times, values, previous: previous.map(metric.point), previousTimes: previous.map((point) => point.time) };
  }, [points, before.data, compare, metric]);

  const onBrush = (first: number, last: number) => {
    const [from, start] = [series.times[first], series.times[last]];
    if (from !== undefined && start !== undefined) chooseRange({ from, to: bucketEnd(start, interval, zone) });
  };

  if (current.error) {
    return (
      <div style={{ height }}>
        <FailureNote failure={current.error} onRetry={() => void current.refetch()} onNarrow={narrow} />
      </div>
    );
  }
  if (!points) return <ChartSkeleton />;
  const lastTime = series.times.at(-1);
  const lastIsPartial = lastTime !== undefined && bucketEnd(lastTime, interval, zone) > span.range.to;
  const nameOf = (time: number) => bucketName(time, interval, zone);
  const table = { metric, series, nameOf, lastIsPartial };
  if (asTable) return <TrafficTable {...table} visible />;
  return (
    <div className={current.isPlaceholderData ? "relative opacity-60" : "relative"}>
      <LineChart
        key={metricKey}
        {...series}
        lastIsPartial={lastIsPartial}
        height={height}
        formatValue={metric.short}
        formatTime={(time) =>
          interval === "minute" || interval === "hour" ? clockLabel(time, zone) : shortDay(time, zone)
        }
        valueSteps={metric.steps}
        onBrush={onBrush}
        onHover={setHover}
      />
      {series.values.every((value) => value === 0) && (
        <div className="absolute inset-0 bottom-7">
          <EmptyNote>No visits in this range.</EmptyNote>
        </div>
      )}
      {hover && <TrafficTooltip {...table} hover={hover} />}
      <TrafficTable {...table} visible={false} />
    </div>
  );
}

/** Whether the chart is shown as a table. */
export const useTrafficAsTable = () => useQueryState("table", parseAsBoolean.withDefault(false));

const clockLabel = (time: number, zone: string): string => {
  const clock = clockTime(time, zone);
  return clock === "00:00" ? shortDay(time, zone) : clock;
};

const ChartSkeleton = () => (
  <div aria-hidden="true" style={{ height }} className="flex flex-col justify-between pt-2 pb-7 pl-10">
    {[0, 1, 2, 3, 4].map((line) => (
      <div key={line} className="h-px bg-line" />
    ))}
  </div>
);
