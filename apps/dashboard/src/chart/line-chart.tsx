"use client";

import { useEffect, useMemo, useRef } from "react";
import type uPlot from "uplot";
import { chartOptions, type PlotProps } from "./chart-options.ts";
import { usePlot } from "./use-plot.ts";

export type LineChartProps = PlotProps & {
  /** Starts of the buckets, milliseconds since the epoch, ascending. */
  times: readonly number[];
  values: readonly (number | null)[];
  /** Values of the period before, bucket by bucket; empty when nothing is compared. */
  previous: readonly (number | null)[];
  /** The last bucket is still filling: it is drawn lighter. */
  lastIsPartial: boolean;
};

/** One line, filled below, and that of the period before. */
export function LineChart(props: LineChartProps) {
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const { times, values, previous, lastIsPartial, height } = props;
  const data = useMemo(
    () => alignedData({ times, values, previous, lastIsPartial }),
    [times, values, previous, lastIsPartial],
  );
  const host = usePlot({ options: (element) => chartOptions(element, latest), data, height });
  return <div ref={host} style={{ height }} aria-hidden="true" />;
}

type Drawn = Pick<LineChartProps, "times" | "values" | "previous" | "lastIsPartial">;

/** uPlot's columns: times, the period before, the whole buckets, and the last segment when its bucket is still filling. */
function alignedData({ times, values, previous, lastIsPartial }: Drawn): uPlot.AlignedData {
  const before = times.map((_, index) => previous[index] ?? null);
  return [[...times], before, ...wholeAndPartial(values, lastIsPartial)];
}

/** A line as two: its whole buckets, and the last segment when its bucket is still filling. */
export function wholeAndPartial(
  values: readonly (number | null)[],
  lastIsPartial: boolean,
): [whole: (number | null)[], partial: (number | null)[]] {
  const last = values.length - 1;
  return [
    values.map((value, index) => (lastIsPartial && index === last ? null : value)),
    values.map((value, index) => (lastIsPartial && index >= last - 1 ? value : null)),
  ];
}
