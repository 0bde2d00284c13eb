import { type IngestTable, SeenService, type Signal, timeColumns } from "@perigee/schema";
import { z } from "zod";
import { defineQuery } from "../query.ts";
import { limit } from "../query-params.ts";
import { column, join, type Sql, sql, table } from "../sql.ts";
import { several } from "../telemetry-params.ts";

const maxEnvironments = 50;

export const services = defineQuery({
  summary:
    "Services that sent something within the last days, by name, with their environments and kinds of telemetry.",
  params: z.strictObject({
    days: z.coerce.number().int().min(1).max(400).default(30),
    /** Keeps names that contain this text, whatever its case. */
    search: z.string().max(200).default(""),
    /** Found as well, whatever they are called: services of these very names. */
    orName: several(z.string().max(1_000), 5_000),
    /** Only the one of this very name. */
    name: z.string().max(1_000).optional(),
    /** Only those that sent something from this environment within the days. */
    environment: z.string().max(200).optional(),
    /** Name of the last one of the page before. */
    after: z.string().max(1_000).default(""),
    limit: limit(100),
  }),
  row: SeenService,
  build: (projectId, params) => {
    const project = sql`project_id = ${{ UInt32: projectId }}`;
    const recent = recentServices(project, params);
    return sql`
      SELECT name, firstSeen, lastSeen, signals, environments,
        CAST((counts.events, counts.logs, counts.metrics, counts.spans), ${countsType}) AS lastDay
      FROM (${recent}) AS seen
      LEFT JOIN (${lastDayCounts(project)}) AS counts ON counts.service = seen.name
      ORDER BY name`;
  },
});

type Wanted = z.output<(typeof services)["params"]>;

const environmentsType = sql`'Array(Tuple(name String, firstSeen Int64, lastSeen Int64, signals Array(String)))'`;
const countsType = sql`'Tuple(events UInt64, logs UInt64, metrics UInt64, spans UInt64)'`;

/** First seen of all that the table still knows, the rest of what was heard within the days. */
function recentServices(project: Sql, { days, search, orName, name, environment, after, ...page }: Wanted): Sql {
  const found = sql`(positionCaseInsensitiveUTF8(service, ${{ String: search }}) > 0 OR has(${{ Strings: orName }}, toString(service)))`;
  const conditions = [
    sql`${project} AND service > ${{ String: after }}`,
    ...(search === "" ? [] : [found]),
    ...(name === undefined ? [] : [sql`service = ${{ String: name }}`]),
  ];
  const isWanted = environment === undefined ? sql`1` : sql`has(environments.name, ${{ String: environment }})`;
  const since = sql`now64(3) - toIntervalDay(${{ UInt32: days }})`;
  return sql`
    SELECT
      toString(service) AS name,
      toUnixTimestamp64Milli(min(first_at)) AS firstSeen,
      toUnixTimestamp64Milli(max(last_at)) AS lastSeen,
      arraySort(groupUniqArrayArray(sent)) AS signals,
      CAST(arraySlice(arrayReverseSort(one -> one.3, groupArrayIf(
        (toString(environment), toUnixTimestamp64Milli(first_at), toUnixTimestamp64Milli(last_at), arraySort(sent)),
        notEmpty(sent))), 1, ${{ UInt32: maxEnvironments }}), ${environmentsType}) AS environments
    FROM (
      SELECT service, environment, min(first_seen) AS first_at, max(last_seen) AS last_at,
        groupUniqArrayIf(toString(signal), last_seen >= ${since}) AS sent
      FROM ${table("services")}
      WHERE ${join(conditions, sql` AND `)}
      GROUP BY service, environment
    )
    GROUP BY service
    HAVING notEmpty(signals) AND ${isWanted}
    ORDER BY name
    LIMIT ${{ UInt32: page.limit }}`;
}

/** Counted in the tables themselves: a sum that a view keeps can be left short, and a day is soon read. */
function lastDayCounts(project: Sql): Sql {
  const all = Object.entries(tablesOf).flatMap(([signal, names]) =>
    names.map((name) => {
      const time = column(name, timeColumns[name]);
      const service = name === "events" ? sql`service` : sql`ServiceName`;
      const records = signal === "metrics" ? sql`count()` : sql`sum(weight)`;
      return sql`SELECT toString(${service}) AS service, ${{ String: signal }} AS signal, toFloat64(${records}) AS records
        FROM ${table(name)} WHERE ${project} AND ${time} > now64(3) - INTERVAL 1 DAY GROUP BY ${service}`;
    }),
  );
  const count = (signal: Signal) => sql`toUInt64(round(sumIf(records, signal = ${{ String: signal }})))`;
  return sql`
    SELECT service, ${count("events")} AS events, ${count("logs")} AS logs, ${count("metrics")} AS metrics,
      ${count("spans")} AS spans
    FROM (${join(all, sql` UNION ALL `)}) GROUP BY service`;
}

const tablesOf = {
  events: ["events"],
  logs: ["otel_logs"],
  spans: ["otel_traces"],
  metrics: [
    "otel_metrics_gauge",
    "otel_metrics_sum",
    "otel_metrics_histogram",
    "otel_metrics_exponential_histogram",
    "otel_metrics_summary",
  ],
} as const satisfies Record<Signal, readonly IngestTable[]>;
