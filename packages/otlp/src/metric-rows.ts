import { type IngestTable, limits } from "@perigee/schema";
import { Findings } from "./findings.ts";
import {
  exponentialColumns,
  histogramColumns,
  numberColumns,
  type PointContext,
  summaryColumns,
} from "./point-columns.ts";
import type { MadeRows, Receipt, RowGroup } from "./row-group.ts";
import { fitName, fitText, toTextMap } from "./row-text.ts";
import { RowTimes, toDateTime64Nanos } from "./row-times.ts";
import { sourceColumns } from "./source-columns.ts";
import type { Metric, Metrics, Point } from "./tree.ts";

/** Rows of the `otel_metrics_…` tables, one group a metric and one row a data point. Points without a time or from too long ago are refused. */
export function metricRows(metrics: Metrics, { receivedAt }: Receipt): MadeRows {
  const findings = new Findings();
  const times = new RowTimes(receivedAt, findings);
  const groups = metrics.flatMap((scoped) => {
    const source = sourceColumns(scoped, findings);
    return scoped.items.map((metric) => metricGroup(metric, source, { times, findings }));
  });
  return { groups: groups.filter(({ rows }) => rows.length > 0), rejected: findings.toRejected() };
}

/** The columns of a point beside those that all kinds have; undefined when it is refused. */
type ToColumns<OfPoint> = (point: OfPoint, context: PointContext) => object | undefined;

function metricGroup(
  { name, description, unit, metadata, data }: Metric,
  source: object,
  context: PointContext,
): RowGroup {
  const { findings } = context;
  const shared = {
    ...source,
    MetricName: fitName(name, findings),
    MetricDescription: fitText(description, limits.otlpTextChars, findings),
    MetricUnit: fitName(unit, findings),
    ...(metadata.size > 0 && { MetricMetadata: toTextMap(metadata, findings) }),
  };
  const group = (table: IngestTable, rows: RowGroup["rows"], columns: object = {}): RowGroup => ({
    table,
    shared: { ...shared, ...columns },
    rows,
  });
  switch (data.kind) {
    case "gauge":
      return group("otel_metrics_gauge", pointRows(data.points, numberColumns, context));
    case "sum": {
      const columns = { AggregationTemporality: fitTemporality(data), IsMonotonic: data.isMonotonic };
      return group("otel_metrics_sum", pointRows(data.points, numberColumns, context), columns);
    }
    case "histogram": {
      const columns = { AggregationTemporality: fitTemporality(data) };
      return group("otel_metrics_histogram", pointRows(data.points, histogramColumns, context), columns);
    }
    case "exponential-histogram": {
      const rows = pointRows(data.points, exponentialColumns, context);
      return group("otel_metrics_exponential_histogram", rows, { AggregationTemporality: fitTemporality(data) });
    }
    case "summary":
      return group("otel_metrics_summary", pointRows(data.points, summaryColumns, context));
  }
}

const fitTemporality = ({ temporality }: { temporality: number }): number =>
  temporality === 1 || temporality === 2 ? temporality : 0;

function pointRows<OfPoint extends Point>(
  points: readonly OfPoint[],
  toColumns: ToColumns<OfPoint>,
  context: PointContext,
): RowGroup["rows"] {
  const rows: RowGroup["rows"] = [];
  const { times, findings } = context;
  for (const point of points) {
    if (point.timeUnixNano <= 0n) {
      // The protocol asks for this: without its time a value cannot be set beside others of its series.
      findings.reject("timeUnixNano of a data point must be set");
      continue;
    }
    const time = times.clamp(point.timeUnixNano);
    if (times.isTooOld(time, "timeUnixNano")) continue;
    const columns = toColumns(point, context);
    if (columns === undefined) continue;
    rows.push({
      Attributes: toTextMap(point.attributes, findings),
      StartTimeUnix: toDateTime64Nanos(times.clampStart(point.startTimeUnixNano, time)),
      TimeUnix: toDateTime64Nanos(time),
      Flags: point.flags,
      ...columns,
    });
  }
  return rows;
}
