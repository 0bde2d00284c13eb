"use client";

import { useClock, useLivePace } from "./clock.tsx";
import { periodKeys } from "./period-keys.ts";
import { useTime } from "./time-state.ts";

/** Single keys of every page that has a range of time, for useHotkeys. */
export function useTimeKeys(openCustomRange: () => void): Record<string, () => void> {
  const { choose, shift, canGoOn } = useTime();
  const { pace, setPace } = useLivePace();
  const { refresh } = useClock();
  const periods = Object.entries(periodKeys).map(([key, period]) => [
    key,
    period === "custom" ? openCustomRange : () => choose(period),
  ]);
  return {
    ...Object.fromEntries(periods),
    u: refresh,
    arrowleft: () => shift(-1),
    arrowright: () => canGoOn && shift(1),
    ".": () => void setPace(pace === "off" ? "10s" : "off"),
  };
}
