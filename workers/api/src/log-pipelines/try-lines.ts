import { explainPipelines } from "@perigee/log-parsing";
import { type LogRecord, type Logs, logRows } from "@perigee/otlp";
import { type LogPipeline, LogRow } from "@perigee/schema";
import { z } from "zod";

/** What the consumer and the queue add is left out: it is not the line's. */
const ShownRow = LogRow.omit({
  project_id: true,
  retention_days: true,
  received_at: true,
  message_id: true,
  seq: true,
});

export const TriedLine = z.object({
  outcome: z.enum(["stored", "dropped"]),
  row: ShownRow.nullable().meta({ description: "Columns of otel_logs; null where the record is dropped." }),
  problem: z.string().nullable().meta({ description: "What is cut, or that its time lies outside of the limits." }),
  steps: z.array(
    z.object({
      pipeline: z.string(),
      step: z.string(),
      kind: z.string(),
      outcome: z.enum(["done", "unchanged", "failed", "dropped"]),
    }),
  ),
});
type TriedLine = z.infer<typeof TriedLine>;

type Trial = { lines: string[]; service: string; attributes: Record<string, string | number | boolean>; nowMs: number };

/** Lines through the same pipelines and into the same rows as at ingest, each alone. */
export function tryLines(pipelines: readonly LogPipeline[], { lines, nowMs, ...source }: Trial): TriedLine[] {
  const explain = explainPipelines(pipelines);
  return lines.map((line) => {
    const { logs, steps } = explain(logsOf(line, { ...source, nowMs }));
    return { ...rowOf(logs, nowMs), steps };
  });
}

function rowOf(logs: Logs, nowMs: number): Omit<TriedLine, "steps"> {
  const { groups, rejected } = logRows(logs, { receivedAt: nowMs });
  const [group] = groups;
  if (!group) return { outcome: "dropped", row: null, problem: null };
  const row = ShownRow.parse({ ...group.shared, ...group.rows[0] });
  return { outcome: "stored", row, problem: rejected.message || null };
}

function logsOf(body: string, { service, attributes, nowMs }: Omit<Trial, "lines">): Logs {
  const record: LogRecord = {
    timeUnixNano: 0n,
    observedTimeUnixNano: BigInt(nowMs) * 1_000_000n,
    severityNumber: 0,
    severityText: "",
    body,
    attributes: new Map(Object.entries(attributes)),
    droppedAttributesCount: 0,
    flags: 0,
    traceId: "",
    spanId: "",
    eventName: "",
  };
  const resource = { attributes: new Map([["service.name", service]]), droppedAttributesCount: 0, schemaUrl: "" };
  const scope = { name: "", version: "", attributes: new Map(), droppedAttributesCount: 0, schemaUrl: "" };
  return [{ resource, scope, items: [record] }];
}
