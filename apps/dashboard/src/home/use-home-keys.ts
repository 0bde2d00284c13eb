"use client";

import { useFilters } from "../filters/filter-state.ts";
import { useCompare } from "../time/time-state.ts";
import { useTimeKeys } from "../time/use-time-keys.ts";
import { useHotkeys } from "../ui/hotkeys.ts";

type Openers = { focusFilter: () => void; openCustomRange: () => void; openHelp: () => void };

/** The home page's single keys; the help sheet lists them. */
export function useHomeKeys({ focusFilter, openCustomRange, openHelp }: Openers): void {
  const { toggleCompare } = useCompare();
  const { filters, clear } = useFilters();
  useHotkeys({
    ...useTimeKeys(openCustomRange),
    x: toggleCompare,
    "/": focusFilter,
    "?": openHelp,
    escape: () => filters.length > 0 && clear(),
  });
}
