import type { z } from "zod";
import type { Sql } from "./sql.ts";

/** A typed query is data: what it answers, which parameters it takes, its SQL for one project, and the shape of its rows. */
export type QueryDefinition<Params extends z.ZodType, Row extends z.ZodType> = {
  summary: string;
  params: Params;
  row: Row;
  build: (projectId: number, params: z.output<Params>) => Sql;
};

export const defineQuery = <Params extends z.ZodType, Row extends z.ZodType>(
  definition: QueryDefinition<Params, Row>,
): QueryDefinition<Params, Row> => definition;
