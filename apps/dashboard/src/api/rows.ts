import type { QueryName, QueryRow } from "@perigee/clickhouse";

/** Rows of the typed queries, by the query's name; only their types cross into the browser. */
export type { QueryName, QueryRow as Row };

/** p75 of a metric and how its samples were rated. */
export type VitalShares = Omit<QueryRow<"vitals-by-route">, "route">;
