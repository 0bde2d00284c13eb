import { logs } from "./logs.ts";
import { metrics } from "./metrics.ts";
import { itemsText, scopedText } from "./scoped.ts";
import { spans } from "./spans.ts";
import type { LogRecord, Logs, Metric, Metrics, Span, Spans } from "./tree.ts";

/** Requests in OTLP/JSON. What `readLogs`, `readSpans` and `readMetrics` make of these is the same tree again. */

export const writeLogs = (tree: Logs): string => scopedText(tree, logs);

export const writeSpans = (tree: Spans): string => scopedText(tree, spans);

export const writeMetrics = (tree: Metrics): string => scopedText(tree, metrics);

/** Items alone, with commas between them: what stands in the list of a scope, for whoever puts a request together of parts. */

export const writeLogRecords = (records: readonly LogRecord[]): string => itemsText(records, logs);

export const writeSpanItems = (items: readonly Span[]): string => itemsText(items, spans);

export const writeMetricItems = (items: readonly Metric[]): string => itemsText(items, metrics);
