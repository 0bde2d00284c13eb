"use client";

import { useTheme } from "next-themes";
import { type RefObject, useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

/** One uPlot in the element of the ref, for its whole life in one theme; new values and new sizes are set on it. `data` must keep its identity until it changes. */
export function usePlot(
  optionsFor: (host: HTMLElement) => uPlot.Options,
  data: uPlot.AlignedData,
): RefObject<HTMLDivElement | null> {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef({ optionsFor, data });
  const { resolvedTheme } = useTheme();
  const [plot, setPlot] = useState<uPlot | null>(null);

  useEffect(() => {
    latest.current = { optionsFor, data };
  });

  // The theme is a dependency since colours are read from its variables when the plot is made.
  useEffect(() => {
    if (!host.current) return;
    const options = latest.current.optionsFor(host.current);
    const made = new uPlot(options, latest.current.data, host.current);
    const observer = new ResizeObserver(([entry]) => {
      if (entry) made.setSize({ width: entry.contentRect.width, height: options.height });
    });
    observer.observe(host.current);
    setPlot(made);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [resolvedTheme]);

  useEffect(() => {
    plot?.setData(data);
  }, [plot, data]);

  return host;
}
