"use client";

import { createContext, useContext, useMemo } from "react";
import type { QueryParams } from "../api/query-path.ts";
import type { QueryName } from "../api/rows.ts";
import { useRows } from "../api/use-rows.ts";
import { encodeFilter } from "../filters/filter.ts";
import { useFilters } from "../filters/filter-state.ts";
import type { Range } from "../time/period.ts";
import { useTime } from "../time/time-state.ts";
import { useZone } from "../time/zone-state.ts";

/** Slug of the project that the page shows. */
export const ProjectContext = createContext("");
export const useProject = (): string => useContext(ProjectContext);

/** What every query of the page shares: its range, the one before, its filters and its zone. */
function useScope() {
  const { span } = useTime();
  const { filters } = useFilters();
  const { zone } = useZone();
  return useMemo(() => {
    const paramsOf = ({ from, to }: Range): QueryParams => ({ from, to, tz: zone, filter: filters.map(encodeFilter) });
    return { current: paramsOf(span.range), previous: paramsOf(span.previous) };
  }, [span, filters, zone]);
}

/** A typed query of this project over the page's range and filters, with what is particular to it. */
export function useScopedRows<Name extends QueryName>(name: Name, particulars: QueryParams = {}, enabled = true) {
  const project = useProject();
  const { current } = useScope();
  return useRows({ project, name }, { ...current, ...particulars }, { enabled });
}

/** The same query over the period before; asks only when `enabled`. */
export function usePreviousRows<Name extends QueryName>(name: Name, particulars: QueryParams, enabled: boolean) {
  const project = useProject();
  const { previous } = useScope();
  return useRows({ project, name }, { ...previous, ...particulars }, { enabled });
}
