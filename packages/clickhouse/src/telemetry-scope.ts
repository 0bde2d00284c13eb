import { type IngestTable, timeColumns } from "@perigee/schema";
import { column, join, type Sql, sql, table } from "./sql.ts";
import type { Attribute, Choice } from "./telemetry-params.ts";

/**
 * The WHERE conditions of logs, spans and metrics: the project, the time range, the service and the resource. Every query of these tables
 * takes its rows through `recordsOf`, so no query can forget the project.
 */

type OtelTable = Exclude<IngestTable, "events" | "web_vitals" | "errors">;

/** Table and conditions, to be followed by nothing or by AND. `leadMs` reads that much before the range, too. */
export function recordsOf(name: OtelTable, { projectId, leadMs = 0, ...choice }: Wanted): Sql {
  const moment = column(name, timeColumns[name]);
  const { from, to, service, environment, resource } = choice;
  const conditions = [
    sql`project_id = ${{ UInt32: projectId }}`,
    sql`${moment} >= ${{ DateTime64: Math.max(0, from - leadMs) }} AND ${moment} < ${{ DateTime64: to }}`,
    ...(service.length > 0 ? [sql`ServiceName IN ${{ Strings: service }}`] : []),
    ...(environment.length > 0 ? [sql`${environmentName} IN ${{ Strings: environment }}`] : []),
    ...attributesIn(sql`ResourceAttributes`, resource),
  ];
  return sql`${table(name)} WHERE ${join(conditions, sql` AND `)}`;
}

type Wanted = Choice & { projectId: number; leadMs?: number };

/** As the views that fill `services` have it. */
export const environmentName: Sql = sql`if(ResourceAttributes['deployment.environment.name'] != '',
  ResourceAttributes['deployment.environment.name'], ResourceAttributes['deployment.environment'])`;

export const attributesIn = (map: Sql, wanted: readonly Attribute[]): Sql[] =>
  wanted.map(({ name, value }) => sql`${map}[${{ String: name }}] = ${{ String: value }}`);

/** Milliseconds since the epoch with fractions, exact to a quarter of a microsecond. */
export const epochMs = (nanoTime: Sql): Sql => sql`toUnixTimestamp64Nano(${nanoTime}) / 1e6`;

/** Start of the bucket of so many seconds, counted from the epoch, as epoch milliseconds. */
export const bucketOf = (nanoTime: Sql, seconds: number): Sql =>
  sql`intDiv(toUnixTimestamp64Milli(${nanoTime}), ${{ UInt32: seconds * 1_000 }}) * ${{ UInt32: seconds * 1_000 }}`;

/** What tells the series of one metric apart. */
export const seriesHash: Sql = sql`cityHash64(ServiceName, ResourceAttributes, ScopeName, Attributes)`;
