"use client";

import { useEffect, useMemo, useRef } from "react";
import type uPlot from "uplot";
import { chartOptions } from "./chart-options.ts";
import { usePlot } from "./use-plot.ts";

export type LineChartProps = {
  /** Starts of the buckets, milliseconds since the epoch, ascending. */
  times: readonly number[];
  values: readonly (number | null)[];
  /** Values of the period before, bucket by bucket; empty when nothing is compared. */
  previous: readonly (number | null)[];
  /** The last bucket is still filling: it is drawn lighter. */
  lastIsPartial: boolean;
  height: number;
  formatValue: (value: number) => string;
  formatTime: (epochMs: number) => string;
  /** Steps that labels of the value axis may stand on, ascending. A chart keeps those it was made with. */
  valueSteps: readonly number[];
  /** The reader dragged over these buckets, first and last included. */
  onBrush: (firstIndex: number, lastIndex: number) => void;
  /** The bucket under the pointer and its place, CSS pixels from the chart's left; null when the pointer left. */
  onHover: (hover: { index: number; left: number } | null) => void;
};

/** A value over time, beside that of the period before. */
export function LineChart(props: LineChartProps) {
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const { times, values, previous, lastIsPartial } = props;
  const columns = useMemo(
    () => alignedData({ times, values, previous, lastIsPartial }),
    [times, values, previous, lastIsPartial],
  );
  const host = usePlot((element) => chartOptions(element, latest), columns);
  return <div ref={host} style={{ height: props.height }} aria-hidden="true" />;
}

type Drawn = Pick<LineChartProps, "times" | "values" | "previous" | "lastIsPartial">;

/** uPlot's columns: times, the period before, the whole buckets, and the last segment when its bucket is still filling. */
function alignedData({ times, values, previous, lastIsPartial }: Drawn): uPlot.AlignedData {
  const last = values.length - 1;
  const whole = lastIsPartial ? values.map((value, index) => (index === last ? null : value)) : [...values];
  const partial = values.map((value, index) => (lastIsPartial && index >= last - 1 ? value : null));
  const before = times.map((_, index) => previous[index] ?? null);
  return [[...times], before, whole, partial];
}
