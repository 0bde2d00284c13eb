"use client";

import { type RefObject, useEffect, useMemo, useRef } from "react";
import type uPlot from "uplot";
import { fade, type PlotProps, plotOptions, tokensOf } from "./chart-options.ts";
import { wholeAndPartial } from "./line-chart.tsx";
import { usePlot } from "./use-plot.ts";

export type SeriesChartProps = PlotProps & {
  /** Starts of the buckets, milliseconds since the epoch, ascending. */
  times: readonly number[];
  /** Each with the name of its colour variable. A null is a gap. How many there are does not change. */
  lines: readonly { colour: string; values: readonly (number | null)[] }[];
  /** The last bucket is still filling: it is drawn lighter. */
  lastIsPartial: boolean;
  /** Charts of one group share their crosshair. */
  group: string;
};

/** Several lines over time; one that is alone is filled below. */
export function SeriesChart(props: SeriesChartProps) {
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const { times, lines, lastIsPartial, height } = props;
  const data = useMemo(
    (): uPlot.AlignedData => [[...times], ...lines.flatMap(({ values }) => wholeAndPartial(values, lastIsPartial))],
    [times, lines, lastIsPartial],
  );
  const host = usePlot({ options: (element) => seriesOptions(element, latest), data, height });
  return <div ref={host} style={{ height }} aria-hidden="true" />;
}

function seriesOptions(host: HTMLElement, latest: RefObject<SeriesChartProps>): uPlot.Options {
  const { lines, group } = latest.current;
  const token = tokensOf(host);
  const colours = lines.map(({ colour }) => token(colour));
  const colourOf = (index: number) => colours[Math.floor((index - 1) / 2)] ?? token("muted");
  const options = plotOptions(host, latest, colourOf);
  const isAlone = lines.length === 1;
  return {
    ...options,
    // Only the pointer's place is shared: each chart that learnt of a drag would zoom once more.
    cursor: { ...options.cursor, sync: { key: group, scales: ["x", null], filters: { pub: isPlace } } },
    series: [
      {},
      ...colours.flatMap((stroke) => [
        {
          stroke,
          width: 1.5,
          ...(isAlone && { fill: fade(stroke, 0.08) }),
          points: { show: true, filter: alone, fill: stroke, size: 4 },
        },
        { stroke: fade(stroke, 0.45), width: 1.5, dash: [3, 3], points: { show: false } },
      ]),
    ],
  };
}

const isPlace = (type: string): boolean => type === "mousemove" || type === "mouseleave";

/** A dot where a value has gaps on both sides, and no line would show it. */
function alone(plot: uPlot, seriesIndex: number): number[] {
  const values = plot.data[seriesIndex] ?? [];
  return Array.from(values.keys()).filter(
    (index) =>
      typeof values[index] === "number" &&
      typeof values[index - 1] !== "number" &&
      typeof values[index + 1] !== "number",
  );
}
