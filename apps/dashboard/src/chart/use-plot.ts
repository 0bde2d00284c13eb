"use client";

import { useTheme } from "next-themes";
import { type RefObject, useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

type Plotted = {
  /** Called when the plot is made. */
  options: (host: HTMLElement) => uPlot.Options;
  data: uPlot.AlignedData;
  height: number;
};

/** uPlot in React, for the element that the answer is set on: one canvas for its whole life in one theme; new values and new sizes are set on it. */
export function usePlot(plotted: Plotted): RefObject<HTMLDivElement | null> {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(plotted);
  const { resolvedTheme } = useTheme();
  const [plot, setPlot] = useState<uPlot | null>(null);

  useEffect(() => {
    latest.current = plotted;
  });

  // The theme is a dependency since colours are read from its variables when the plot is made.
  useEffect(() => {
    if (!host.current) return;
    const { options, data } = latest.current;
    const made = new uPlot(options(host.current), data, host.current);
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

  useEffect(() => {
    plot?.setData(plotted.data);
  }, [plot, plotted.data]);

  return host;
}
