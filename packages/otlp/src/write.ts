import { logs } from "./logs.ts";
import { metrics } from "./metrics.ts";
import { scopedToJson } from "./scoped.ts";
import { spans } from "./spans.ts";
import type { Logs, Metrics, Spans } from "./tree.ts";

/** Requests in OTLP/JSON. What `readLogs`, `readSpans` and `readMetrics` make of these is the same tree again. */

export const writeLogs = (tree: Logs): string => JSON.stringify(scopedToJson(tree, logs));

export const writeSpans = (tree: Spans): string => JSON.stringify(scopedToJson(tree, spans));

export const writeMetrics = (tree: Metrics): string => JSON.stringify(scopedToJson(tree, metrics));
