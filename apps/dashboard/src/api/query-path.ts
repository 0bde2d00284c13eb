import type { QueryName } from "./rows.ts";

export type QueryParams = Record<string, string | number | readonly string[] | undefined>;

/** Path of a typed query of a project below `/api`; lists become repeated parameters. */
export function queryPath({ project, name }: { project: string; name: QueryName }, params: QueryParams): string {
  const search = new URLSearchParams({ project });
  for (const [key, value] of Object.entries(params)) {
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) search.append(key, String(each));
  }
  return `/v1/query/${name}?${search}`;
}
