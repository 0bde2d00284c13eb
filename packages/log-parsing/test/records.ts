import type { AnyValue, LogRecord, Logs } from "@perigee/otlp";
import { LogPipelines } from "@perigee/schema";
import { compilePipelines } from "../src/compile-pipelines.ts";

/** When the records of these tests were seen. */
export const seenAt = "2026-11-22T12:00:00.000Z";

export const recordOf = (body: AnyValue, overrides: Partial<LogRecord> = {}): LogRecord => ({
  timeUnixNano: 0n,
  observedTimeUnixNano: BigInt(Date.parse(seenAt)) * 1_000_000n,
  severityNumber: 0,
  severityText: "",
  body,
  attributes: new Map(),
  droppedAttributesCount: 0,
  flags: 0,
  traceId: "",
  spanId: "",
  eventName: "",
  ...overrides,
});

export const logsOf = (records: LogRecord[], service = "shop"): Logs => [
  {
    resource: { attributes: new Map([["service.name", service]]), droppedAttributesCount: 0, schemaUrl: "" },
    scope: { name: "", version: "", attributes: new Map(), droppedAttributesCount: 0, schemaUrl: "" },
    items: records,
  },
];

/** A pipeline of these steps, which matches everything unless told otherwise. */
export const pipelineOf = (steps: unknown[], match: unknown = {}, name = "test"): unknown => ({ name, match, steps });

export const compile = (...pipelines: unknown[]) => compilePipelines(LogPipelines.parse(pipelines));

/** What steps make of one record: undefined where it is dropped. */
export function changed(record: LogRecord, ...steps: unknown[]): LogRecord | undefined {
  return compile(pipelineOf(steps))(logsOf([record]))[0]?.items[0];
}

export const attributesOf = (record: LogRecord | undefined): Record<string, AnyValue> =>
  Object.fromEntries(record?.attributes ?? []);
