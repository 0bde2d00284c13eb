"use client";

import type { QueryParams } from "../api/query-path.ts";
import type { QueryName } from "../api/rows.ts";
import { useRows } from "../api/use-rows.ts";
import { useProject } from "../home/scope.ts";
import { useTime } from "../time/time-state.ts";
import { useEnvironment } from "./environment-filter.tsx";

/** A typed query of telemetry over the page's range and environment, with what is particular to it. */
export function useServiceRows<Name extends QueryName>(name: Name, particulars: QueryParams = {}) {
  const project = useProject();
  const { from, to } = useTime().span.range;
  const [environment] = useEnvironment();
  return useRows({ project, name }, { from, to, environment: environment || undefined, ...particulars });
}
