"use client";

import { useFilters } from "../filters/filter-state.ts";
import { useClock, useLivePace } from "../time/clock.tsx";
import { periodKeys } from "../time/period-keys.ts";
import { useCompare, useTime } from "../time/time-state.ts";
import { useHotkeys } from "../ui/hotkeys.ts";

type Openers = { focusFilter: () => void; openCustomRange: () => void; openHelp: () => void };

/** The home page's single keys; the help sheet lists them. */
export function useHomeKeys({ focusFilter, openCustomRange, openHelp }: Openers): void {
  const { choose, shift, canGoOn } = useTime();
  const { toggleCompare } = useCompare();
  const { pace, setPace } = useLivePace();
  const { refresh } = useClock();
  const { filters, clear } = useFilters();
  const periods = Object.entries(periodKeys).map(([key, period]) => [
    key,
    period === "custom" ? openCustomRange : () => choose(period),
  ]);
  useHotkeys({
    ...Object.fromEntries(periods),
    x: toggleCompare,
    u: refresh,
    arrowleft: () => shift(-1),
    arrowright: () => canGoOn && shift(1),
    "/": focusFilter,
    "?": openHelp,
    ".": () => void setPace(pace === "off" ? "10s" : "off"),
    escape: () => filters.length > 0 && clear(),
  });
}
