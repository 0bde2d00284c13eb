"use client";

import { type RefObject, useEffect, useMemo, useRef } from "react";
import type uPlot from "uplot";
import { fade, type PlotProps, plotOptions, tokensOf } from "./chart-options.ts";
import { usePlot } from "./use-plot.ts";

export type StackedBarsProps = PlotProps & {
  /** Starts of the buckets, milliseconds since the epoch, ascending and without gaps. */
  times: readonly number[];
  /** Length of a bucket, milliseconds. */
  stepMs: number;
  /** From the bottom of each bar to its top: a colour of the theme such as `series-1`, and a value a bucket. */
  layers: readonly { colour: string; values: readonly number[] }[];
  /** The last bucket is still filling: it is drawn lighter. */
  lastIsPartial: boolean;
};

/** Counts over time, a bar a bucket. A click on a bar is a brush over its bucket. */
export function StackedBars(props: StackedBarsProps) {
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const { times, stepMs, layers, height } = props;
  // A bar is known by its middle, so that the pointer finds the one that it is on.
  const data = useMemo((): uPlot.AlignedData => {
    const sums = times.map((_, index) => layers.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
    return [times.map((time) => time + stepMs / 2), sums];
  }, [times, stepMs, layers]);
  const host = usePlot({ options: (element) => barOptions(element, latest), data, height });
  return <div ref={host} style={{ height }} aria-hidden="true" />;
}

function barOptions(host: HTMLElement, latest: RefObject<StackedBarsProps>): uPlot.Options {
  const token = tokensOf(host);
  const options = plotOptions(host, latest, () => token("muted"));
  return {
    ...options,
    scales: { ...options.scales, x: { time: true, range: () => wholeOf(latest.current) } },
    series: [{}, { paths: () => null, points: { show: false } }],
    cursor: { ...options.cursor, points: { show: false } },
    hooks: {
      ...options.hooks,
      draw: [(plot) => drawBars(plot, latest.current, token)],
      // uPlot keeps clicks back that end a drag.
      ready: [
        (plot) =>
          plot.over.addEventListener("click", () => {
            const { idx } = plot.cursor;
            if (idx !== null && idx !== undefined) latest.current.onBrush(idx, idx);
          }),
      ],
    },
  };
}

const wholeOf = ({ times, stepMs }: StackedBarsProps): [number, number] => [
  times[0] ?? 0,
  (times.at(-1) ?? 0) + stepMs,
];

/** What is there is seen, however few it is beside the rest: CSS pixels. */
const leastHeight = 2;

function drawBars(plot: uPlot, props: StackedBarsProps, token: (name: string) => string): void {
  const { times, stepMs, layers, lastIsPartial } = props;
  const colours = layers.map(({ colour }) => token(colour));
  const base = plot.valToPos(0, "y", true);
  const gap = devicePixelRatio;
  times.forEach((time, index) => {
    const left = Math.round(plot.valToPos(time, "x", true));
    const width = Math.max(gap, Math.round(plot.valToPos(time + stepMs, "x", true)) - left - gap);
    let top = base;
    for (const [layer, { values }] of layers.entries()) {
      const value = values[index] ?? 0;
      if (value === 0) continue;
      const height = Math.max(leastHeight * devicePixelRatio, base - plot.valToPos(value, "y", true));
      const colour = colours[layer] ?? "";
      plot.ctx.fillStyle = lastIsPartial && index === times.length - 1 ? fade(colour, 0.55) : colour;
      plot.ctx.fillRect(left, top - height, width, height);
      top -= height;
    }
  });
}
