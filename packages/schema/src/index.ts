export { type ErrorAnswer, ErrorAnswer as ErrorAnswerSchema, MemberProject, Project, ProjectKey } from "./api.ts";
export { type ArchiveFile, archiveName, parseArchiveName } from "./archive-name.ts";
export { archiveFolder, archiveHourPath, archiveHours, beforeHour, hourMs } from "./archive-range.ts";
export {
  ArchiveRestore,
  newRestore,
  openRestoreName,
  openRestores,
  parseOpenRestore,
  RestoreOrder,
  restoreFolder,
  restoreName,
  skipFile,
} from "./archive-restore.ts";
export {
  DeadLetter,
  DeadLetterReason,
  DeadLetterTag,
  deadLetterFolder,
  deadLetterName,
  deadLetterRowsName,
} from "./dead-letter.ts";
export { ApiKey, EdgeKey, edgeKeyName, hashKey, type KeyKind, keyPrefixes } from "./edge-key.ts";
export { type AutomaticKind, automaticEvents } from "./event-names.ts";
export { type Failure, type FailureType, fail, failures, metricLabel, type Result, succeed } from "./failures.ts";
export { internalProjectId, internalRetentionDays } from "./internal-project.ts";
export { limits } from "./limits.ts";
export { LocalFile } from "./local-file.ts";
export {
  LogPipeline,
  LogPipelines,
  LogStep,
  regexesOf,
  SeverityScale,
  TimeFormat,
} from "./log-pipelines.ts";
export {
  MetricExponentialHistogramRow,
  MetricGaugeRow,
  MetricHistogramRow,
  MetricSummaryRow,
  MetricSumRow,
  temporality,
} from "./metric-rows.ts";
export { LogRow, SpanRow, spanKinds, statusCodes } from "./otel-rows.ts";
export { packMessage, spoolName, unpackMessage } from "./packed-message.ts";
export {
  ProjectSettings,
  ProjectSettingsChange,
  RedactionPreset,
  RedactionRule,
} from "./project-settings.ts";
export { type Props, reservedKeyIn } from "./props.ts";
export { QueueMessage } from "./queue-message.ts";
export {
  ErrorRow,
  EventRow,
  EventTable,
  IngestTable,
  rowSchemas,
  timeColumns,
  toDateTime64,
  WebVitalRow,
} from "./rows.ts";
export { hash32, isKept } from "./sampling.ts";
export { SeenService, Service, ServiceChange, ServiceNotes, Signal } from "./service.ts";
export { severityRanges } from "./severity-ranges.ts";
export {
  contextTextFields,
  eventTextFields,
  type TelemetryMap,
  type TelemetryText,
  type TextFields,
} from "./text-fields.ts";
export { saltKey } from "./visitor-salt.ts";
export { BatchAnswer, NavigationType, WireBatch, WireContext, WireEvent } from "./wire-batch.ts";
