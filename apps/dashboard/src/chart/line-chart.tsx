"use client";

import { useTheme } from "next-themes";
import { useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { chartOptions } from "./chart-options.ts";

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

/** uPlot in React: one canvas for its whole life in one theme; new values and new sizes are set on it. */
export function LineChart(props: LineChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  const { resolvedTheme } = useTheme();
  const [plot, setPlot] = useState<uPlot | null>(null);

  useEffect(() => {
    latest.current = props;
  });

  // The theme is a dependency since colours are read from its variables when the plot is made.
  useEffect(() => {
    if (!host.current) return;
    const made = new uPlot(chartOptions(host.current, latest), alignedData(latest.current), host.current);
    const observer = new ResizeObserver(([entry]) => {
      if (entry) made.setSize({ width: entry.contentRect.width, height: latest.current.height });
    });
    observer.observe(host.current);
    setPlot(made);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [resolvedTheme]);

  const { times, values, previous, lastIsPartial } = props;
  useEffect(() => {
    plot?.setData(alignedData({ times, values, previous, lastIsPartial }));
  }, [plot, times, values, previous, lastIsPartial]);

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
