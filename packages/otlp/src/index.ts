export { asText } from "./any-value.ts";
export { logRows } from "./log-rows.ts";
export { metricRows } from "./metric-rows.ts";
export { type Encoding, type Read, readLogs, readMetrics, readSpans } from "./read.ts";
export { Unreadable } from "./reading.ts";
export type { MadeRows, Receipt, Rejected, RowGroup } from "./row-group.ts";
export { spanRows } from "./span-rows.ts";
export type {
  AnyValue,
  EntityRef,
  Exemplar,
  ExponentialBuckets,
  ExponentialHistogramPoint,
  HistogramPoint,
  KeyValues,
  LogRecord,
  Logs,
  Metric,
  MetricData,
  Metrics,
  NumberPoint,
  Resource,
  Scope,
  Scoped,
  Span,
  SpanEvent,
  SpanLink,
  Spans,
  SummaryPoint,
} from "./tree.ts";
export { WireReader } from "./wire-reader.ts";
export {
  writeLogRecords,
  writeLogs,
  writeMetricItems,
  writeMetrics,
  writeSpanItems,
  writeSpans,
} from "./write.ts";
