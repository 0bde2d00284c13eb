"use client";

import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { type QueryParams, queryPath } from "./query-path.ts";
import { request } from "./request.ts";
import type { QueryName, Row } from "./rows.ts";

type Options = {
  enabled?: boolean;
  /** Ask again this often while the page can be seen, milliseconds. */
  pollMs?: number;
};

/** Asks one typed query of a project. Rows of the parameters before stay until the new ones come (isPlaceholderData). */
export function useRows<Name extends QueryName>(
  { project, name }: { project: string; name: Name },
  params: QueryParams,
  { enabled = true, pollMs }: Options = {},
): UseQueryResult<Row<Name>[], Error> {
  return useQuery({
    queryKey: ["rows", project, name, params],
    queryFn: async ({ signal }) => {
      const answer = await request<{ rows: Row<Name>[] }>(queryPath({ project, name }, params), { signal });
      return answer.rows;
    },
    placeholderData: keepPreviousData,
    enabled,
    ...(pollMs ? { refetchInterval: pollMs, meta: { background: true } } : {}),
  });
}
