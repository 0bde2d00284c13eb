export { parseCombined } from "./access-log.ts";
export { type AppliedStep, compilePipelines, explainPipelines } from "./compile-pipelines.ts";
export { flatten, parseJson, parseJsonLine } from "./json-line.ts";
export { parseLogfmt } from "./logfmt.ts";
export { parseAuto } from "./parse-auto.ts";
export type { ParsedLine, ParseOptions } from "./parsed-line.ts";
export { findSeverity, type Severity, severityNumberOf, severityOf } from "./severity.ts";
export { parseSyslog } from "./syslog.ts";
export { readTime } from "./timestamp.ts";
