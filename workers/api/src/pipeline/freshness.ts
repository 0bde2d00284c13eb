import { column, join, type Sql, select, sql, table } from "@perigee/clickhouse";
import { IngestTable, internalProjectId, type Result, succeed, timeColumns } from "@perigee/schema";
import type { Family } from "@perigee/self-metrics";
import { z } from "zod";
import type { Config } from "../config.ts";

/** The label `signal` of each table: the tables of metrics are one signal. */
const signals: Record<IngestTable, string> = {
  events: "events",
  web_vitals: "web_vitals",
  errors: "errors",
  otel_metrics_sum: "metrics",
  otel_metrics_gauge: "metrics",
  otel_metrics_histogram: "metrics",
  otel_metrics_exponential_histogram: "metrics",
  otel_metrics_summary: "metrics",
  otel_logs: "logs",
  otel_traces: "spans",
};

/** Series of one answer: the projects beyond are the ones whose newest event is the oldest. */
const maxSeries = 5_000;

const Rows = z.array(z.object({ project: z.int(), signal: z.string(), age: z.number() }));

/** How old the newest event of each project and signal is, seconds; only where there was one in the last 24 hours. */
export async function newestEventAges(connection: Config["clickhouse"]): Promise<Result<Family>> {
  const perTable = IngestTable.options.map((name): Sql => {
    const time = column(name, timeColumns[name]);
    return sql`SELECT project_id AS project, ${{ String: signals[name] }} AS signal, max(${time}) AS newest
      FROM ${table(name)} WHERE ${time} > now64(3) - INTERVAL 1 DAY AND project_id != ${{ UInt32: internalProjectId }}
      GROUP BY project`;
  });
  const query = sql`SELECT project, signal, greatest(0, dateDiff('millisecond', max(newest), now64(3))) / 1000 AS age
    FROM (${join(perTable, sql` UNION ALL `)}) GROUP BY project, signal ORDER BY age LIMIT ${{ UInt32: maxSeries }}`;
  const answer = await select(connection, query);
  if (!answer.ok) return answer;
  const samples = Rows.parse(answer.value).map(({ project, signal, age }) => ({
    labels: { project: String(project), signal },
    value: age,
  }));
  return succeed({
    name: "perigee_newest_event_age_seconds",
    type: "gauge",
    help: "Age of the newest event of a project and signal; none where the last 24 hours have none.",
    samples,
  });
}
