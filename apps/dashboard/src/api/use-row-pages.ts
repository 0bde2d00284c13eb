"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { type QueryParams, queryPath } from "./query-path.ts";
import { request } from "./request.ts";
import type { Row } from "./rows.ts";

type PagedQuery = "logs" | "spans";

/** A typed query that gives the newest first, page by page: what follows is asked for by the id of a page's last row. */
export function useRowPages<Name extends PagedQuery>(
  { project, name }: { project: string; name: Name },
  params: QueryParams & { limit: number },
) {
  return useInfiniteQuery({
    queryKey: ["row pages", project, name, params],
    queryFn: async ({ signal, pageParam: before }) => {
      const answer = await request<{ rows: Row<Name>[] }>(queryPath({ project, name }, { ...params, before }), {
        signal,
      });
      return answer.rows;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length < params.limit ? undefined : page.at(-1)?.id),
    placeholderData: keepPreviousData,
  });
}
