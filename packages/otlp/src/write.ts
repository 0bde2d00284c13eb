import { logs } from "./logs.ts";
import { metrics } from "./metrics.ts";
import { scopedText } from "./scoped.ts";
import { spans } from "./spans.ts";
import type { Logs, Metrics, Spans } from "./tree.ts";

/** Requests in OTLP/JSON. What `readLogs`, `readSpans` and `readMetrics` make of these is the same tree again. */

export const writeLogs = (tree: Logs): string => scopedText(tree, logs);

export const writeSpans = (tree: Spans): string => scopedText(tree, spans);

export const writeMetrics = (tree: Metrics): string => scopedText(tree, metrics);
