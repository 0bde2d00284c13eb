"use client";

import { useRows } from "../api/use-rows.ts";
import { useFilters } from "../filters/filter-state.ts";
import { useClock } from "../time/clock.tsx";
import { dayMs } from "../time/zone.ts";
import { useScopedRows } from "./scope.ts";

/**
 * Whether the project ever had events. Only an empty range without filters asks the second question, over all days that are kept;
 * until that is answered the page shows its usual shape.
 */
export function useHasEvents(project: { slug: string; retentionDays: number }): boolean {
  const { filters } = useFilters();
  const { now } = useClock();
  const inRange = useScopedRows("overview").data?.[0];
  const empty = inRange !== undefined && inRange.sessions === 0 && inRange.pageviews === 0 && filters.length === 0;
  const kept = useRows(
    { project: project.slug, name: "overview" },
    { from: now - project.retentionDays * dayMs, to: now },
    { enabled: empty },
  ).data?.[0];
  return !empty || kept === undefined || kept.sessions > 0 || kept.pageviews > 0;
}
