import { archiveHours, EventTable } from "@perigee/schema";
import { z } from "zod";
import { limit, time } from "../query-params.ts";
import { type Sql, sql } from "../sql.ts";
import { type ArchiveStore, archivedLines } from "./archive-source.ts";

/** A typed query over the archive's files: slow, for what the database no longer has. Ranges are of the time of arrival. */
type ColdQuery<Params extends z.ZodType, Row extends z.ZodType> = {
  summary: string;
  params: Params;
  row: Row;
  build: (store: ArchiveStore, projectId: number, params: z.output<Params>) => Sql;
};

const defineColdQuery = <Params extends z.ZodType, Row extends z.ZodType>(
  definition: ColdQuery<Params, Row>,
): ColdQuery<Params, Row> => definition;

const maxDays = 31;

const ranged = <Own extends z.ZodRawShape>(own: Own) =>
  z.strictObject({ from: time, to: time, ...own }).superRefine((params, context) => {
    const { from, to } = params as { from: number; to: number };
    const message = from >= to ? "must be after from" : `must be at most ${maxDays} days after from`;
    if (from >= to || archiveHours(from, to).length > maxDays * 24 + 1)
      context.addIssue({ code: "custom", path: ["to"], message, input: to });
  });

const archivedEvents = defineColdQuery({
  summary: "Events in the cold archive by hour of arrival and name, the hour's most frequent first.",
  params: ranged({ limit: limit(1_000) }),
  row: z.object({
    /** The hour's first millisecond. */
    time: z.int(),
    event: z.string(),
    /** Each id counts once, by its weight. Where a part of the messages is archived, so much of the whole. */
    events: z.int().min(0),
  }),
  build: (store, projectId, { from, to, limit: rows }) => sql`
    SELECT toUnixTimestamp(hour) * 1000 AS time, name AS event, toUInt64(round(sum(one))) AS events
    FROM (
      SELECT any(toStartOfHour(received_at)) AS hour, any(event) AS name, any(if(weight = 0, 1, weight)) AS one
      FROM (${archivedLines({ store, projectId, table: "events", from, to }, "events")})
      WHERE received_at >= ${{ DateTime64: from }} AND received_at < ${{ DateTime64: to }}
      GROUP BY event_id
    )
    GROUP BY hour, name
    ORDER BY hour, events DESC, name
    LIMIT ${{ UInt32: rows }}`,
});

const archivedRows = defineColdQuery({
  summary: "Rows as they lie in the cold archive, of one table and a range of arrival, in no order.",
  params: ranged({ table: EventTable.default("events"), limit: limit(100) }),
  row: z.object({
    /** Columns by their names; those that were empty are left out. */
    row: z
      .string()
      .transform((text) => JSON.parse(text))
      .pipe(z.record(z.string(), z.json())),
  }),
  build: (store, projectId, { table, from, to, limit: rows }) => sql`
    SELECT line AS row FROM (${archivedLines({ store, projectId, table, from, to }, "lines")})
    WHERE JSONExtractString(line, 'received_at') >= toString(${{ DateTime64: from }})
      AND JSONExtractString(line, 'received_at') < toString(${{ DateTime64: to }})
    LIMIT ${{ UInt32: rows }}`,
});

/** Every query over the archive by the name under which the API serves it. */
export const coldQueries = { "archived-events": archivedEvents, "archived-rows": archivedRows } as const;
export type ColdQueryName = keyof typeof coldQueries;
