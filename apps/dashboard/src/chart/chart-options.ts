import type { RefObject } from "react";
import type uPlot from "uplot";
import type { LineChartProps } from "./line-chart.tsx";

/** What every plot over time is told: its size, its words, and whom it tells of the pointer. */
export type PlotProps = {
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

const axisHeight = 28;
/** Room for one time label and the gap to the next, CSS pixels. */
const labelWidth = 84;
/** Of a character of a label, CSS pixels. */
const characterWidth = 6.5;
/** Free to the right of the plot, CSS pixels. */
const rightRoom = 20;

/** Options of a line chart in the brand's colours, beside its period before. */
export function chartOptions(host: HTMLElement, latest: RefObject<LineChartProps>): uPlot.Options {
  const token = tokensOf(host);
  const series = token("series-1");
  return {
    ...plotOptions(host, latest, (index) => (index === 1 ? token("muted") : series)),
    series: [
      {},
      { stroke: token("muted"), width: 1, dash: [4, 4], points: { show: false } },
      { stroke: series, width: 2, fill: fade(series, 0.08), points: { show: lonely, fill: series, size: 5 } },
      { stroke: fade(series, 0.45), width: 2, dash: [3, 3], fill: fade(series, 0.04), points: { show: false } },
    ],
  };
}

/** The value of a colour variable, as it is where the host stands. */
export function tokensOf(host: HTMLElement): (name: string) => string {
  const style = getComputedStyle(host);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

/** All but the series: axes, cursor, hooks. Callbacks read `latest`, so that the plot need not be made anew for them. */
export function plotOptions(
  host: HTMLElement,
  latest: RefObject<PlotProps>,
  colourOf: (seriesIndex: number) => string,
): Omit<uPlot.Options, "series"> & { cursor: uPlot.Cursor } {
  const token = tokensOf(host);
  const font = `12px ${getComputedStyle(host).fontFamily}`;
  const grid = { stroke: token("line"), width: 1 };
  return {
    width: host.clientWidth,
    height: latest.current.height,
    ms: 1,
    padding: [8, rightRoom, 0, 0],
    legend: { show: false },
    scales: { x: { time: true }, y: { range: (_plot, _min, max) => zeroBased(max) } },
    axes: [
      {
        stroke: token("muted"),
        font,
        size: axisHeight,
        gap: 8,
        grid: { show: false },
        ticks: { ...grid, size: 4 },
        splits: (plot) => wholeBuckets(plot, latest.current.formatTime),
        values: (_plot, splits) => splits.map((split) => latest.current.formatTime(split)),
      },
      {
        stroke: token("muted"),
        font,
        size: (_plot, values) => widest(values) * 7 + 16,
        space: 44,
        gap: 8,
        grid,
        ticks: { show: false },
        incrs: [...latest.current.valueSteps],
        values: (_plot, splits) => splits.map((split) => latest.current.formatValue(split)),
      },
    ],
    cursor: {
      y: false,
      points: { size: 7, width: 0, fill: (_plot, index) => colourOf(index) },
      drag: { x: true, y: false, setScale: false, dist: 8 },
    },
    hooks: {
      setCursor: [(plot) => latest.current.onHover(hoverOf(plot))],
      setSelect: [(plot) => onSelect(plot, latest.current.onBrush)],
    },
  };
}

/** Every axis starts at zero; an empty one still has a height. */
const zeroBased = (max: number | null): [number, number] => [0, max && max > 0 ? max * 1.08 : 1];

const widest = (values: readonly (string | null)[] | null): number =>
  Math.max(2, ...(values ?? []).map((value) => value?.length ?? 0));

/** A dot where a line has one point only and would otherwise be invisible. */
const lonely = (plot: uPlot): boolean => plot.data[0].length < 3;

/** Labels stand under starts of buckets, every n-th of them, counted back from the last whose label is not cut off at the right. */
function wholeBuckets(plot: uPlot, formatTime: PlotProps["formatTime"]): number[] {
  const times = Array.from(plot.data[0]);
  const { min = 0, max = 0 } = plot.scales["x"] ?? {};
  const width = plot.bbox.width / devicePixelRatio;
  const step = Math.ceil(times.length / Math.max(1, Math.floor(width / labelWidth)));
  const isWhole = (time: number) =>
    ((max - time) / (max - min)) * width + rightRoom >= (formatTime(time).length * characterWidth) / 2;
  const last = times.findLastIndex(isWhole);
  return times.filter((_, index) => index <= last && (last - index) % step === 0);
}

function hoverOf(plot: uPlot): { index: number; left: number } | null {
  const { idx, left } = plot.cursor;
  if (idx === null || idx === undefined || left === undefined || left < 0) return null;
  const time = plot.data[0][idx];
  if (time === undefined) return null;
  return { index: idx, left: plot.valToPos(time, "x") + plot.bbox.left / devicePixelRatio };
}

function onSelect(plot: uPlot, brush: PlotProps["onBrush"]): void {
  const { left, width } = plot.select;
  if (width <= 0) return;
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  brush(plot.posToIdx(left), plot.posToIdx(left + width));
}

/** `#rrggbb` with an opacity. */
export const fade = (hex: string, opacity: number): string =>
  `${hex}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, "0")}`;
