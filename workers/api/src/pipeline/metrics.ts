import { column, join, type Sql, select, sql, table } from "@perigee/clickhouse";
import { internalProjectId, type Result, succeed } from "@perigee/schema";
import { type Family, histogramSamples, prometheusName } from "@perigee/self-metrics";
import { z } from "zod";
import type { Config } from "../config.ts";

/**
 * What all isolates of ingest and consumer have told of themselves, read back from the internal project. Isolates come and go, so a
 * counter over all of them that only grows would have to be summed from the first day on. These are gauges instead: how much of it
 * there was within the last five minutes and within the last hour, by the label `window`. A rate is the value by the window.
 */

type Connection = Config["clickhouse"];

/** Seconds and their label. */
const windows = { "5m": 300, "1h": 3_600 } as const;

/** Far more than there are; a bound on what one answer can hold. */
const maxSeries = 5_000;

const Series = z.object({
  service: z.string(),
  name: z.string(),
  unit: z.string(),
  description: z.string(),
  attributes: z.record(z.string(), z.string()),
});
type Series = z.infer<typeof Series>;

const seriesColumns = sql`ServiceName AS service, MetricName AS name, any(MetricUnit) AS unit,
  any(MetricDescription) AS description, Attributes AS attributes`;
const bySeries = sql`service, name, attributes`;

const ofPipeline = (seconds: Sql): Sql => sql`project_id = ${{ UInt32: internalProjectId }}
  AND ServiceName IN ('perigee-ingest', 'perigee-consumer') AND TimeUnix > now64(3) - toIntervalSecond(${seconds})`;

const windowList: Sql = sql`ARRAY JOIN [${join(
  Object.values(windows).map((seconds) => sql`${{ UInt32: seconds }}`),
  sql`, `,
)}] AS window`;

const labelOfWindow = (seconds: number): string =>
  Object.entries(windows).find(([, value]) => value === seconds)?.[0] ?? String(seconds);

export async function pipelineMetrics(connection: Connection): Promise<Result<Family[]>> {
  const read = await Promise.all([readSums(connection), readGauges(connection), readHistograms(connection)]);
  const families: Family[] = [];
  for (const part of read) {
    if (!part.ok) return part;
    families.push(...part.value);
  }
  return succeed(families);
}

async function readSums(connection: Connection): Promise<Result<Family[]>> {
  const query = sql`SELECT ${seriesColumns}, window, sum(Value) AS value
    FROM ${table("otel_metrics_sum")} ${windowList} WHERE ${ofPipeline(sql`window`)}
    GROUP BY ${bySeries}, window ORDER BY ${bySeries}, window LIMIT ${{ UInt32: maxSeries }}`;
  const Row = Series.extend({ window: z.int(), value: z.number() });
  return familiesOf(await rowsOf(connection, query, Row), "gauge", (row) => [
    { labels: { ...labelsOf(row), window: labelOfWindow(row.window) }, value: row.value },
  ]);
}

async function readGauges(connection: Connection): Promise<Result<Family[]>> {
  const query = sql`SELECT ${seriesColumns}, argMax(Value, TimeUnix) AS value
    FROM ${table("otel_metrics_gauge")} WHERE ${ofPipeline(sql`${{ UInt32: windows["5m"] }}`)}
    GROUP BY ${bySeries} ORDER BY ${bySeries} LIMIT ${{ UInt32: maxSeries }}`;
  const Row = Series.extend({ value: z.number() });
  return familiesOf(await rowsOf(connection, query, Row), "gauge", (row) => [
    { labels: labelsOf(row), value: row.value },
  ]);
}

async function readHistograms(connection: Connection): Promise<Result<Family[]>> {
  const query = sql`SELECT ${seriesColumns}, window, ${column("otel_metrics_histogram", "ExplicitBounds")} AS bounds,
      sumForEach(BucketCounts) AS buckets, sum(Count) AS count, sum(s.Sum) AS sum
    FROM ${table("otel_metrics_histogram")} AS s ${windowList} WHERE ${ofPipeline(sql`window`)}
    GROUP BY ${bySeries}, window, bounds ORDER BY ${bySeries}, window LIMIT ${{ UInt32: maxSeries }}`;
  const Row = Series.extend({
    window: z.int(),
    bounds: z.array(z.number()),
    buckets: z.array(z.number()),
    count: z.number(),
    sum: z.number(),
  });
  return familiesOf(await rowsOf(connection, query, Row), "gauge", (row) =>
    histogramSamples(row, { ...labelsOf(row), window: labelOfWindow(row.window) }),
  );
}

async function rowsOf<Row>(connection: Connection, query: Sql, row: z.ZodType<Row>): Promise<Result<Row[]>> {
  const answer = await select(connection, query);
  return answer.ok ? succeed(z.array(row).parse(answer.value)) : answer;
}

const labelsOf = ({ service, attributes }: Series) => ({ service: service.replace(/^perigee-/, ""), ...attributes });

/** One family a metric, of the series that are its. */
function familiesOf<Row extends Series>(
  rows: Result<Row[]>,
  type: Family["type"],
  samplesOf: (row: Row) => Family["samples"],
): Result<Family[]> {
  if (!rows.ok) return rows;
  const byName = Map.groupBy(rows.value, ({ name, unit }) => prometheusName({ name, unit }));
  return succeed(
    Array.from(byName, ([name, series]) => ({
      name,
      type,
      help: series[0]?.description ?? "",
      samples: series.flatMap(samplesOf),
    })),
  );
}
