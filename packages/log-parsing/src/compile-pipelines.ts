import type { LogRecord, Logs, Scoped } from "@perigee/otlp";
import type { LogPipeline } from "@perigee/schema";
import { compilePipeline, type Note, type Pipeline, runPipelines } from "./pipeline.ts";
import type { StepOutcome } from "./steps/step.ts";

/**
 * Makes a project's pipelines ready for use: do it once for many batches. What the function is given stays as it is; records that no
 * pipeline matches are handed on, not copied.
 */
export function compilePipelines(pipelines: readonly LogPipeline[]): (logs: Logs) => Logs {
  const compiled = pipelines.map(compilePipeline);
  return (logs) => apply(compiled, logs);
}

/** How one record fared: which steps were asked, of which pipelines. */
export type AppliedStep = { pipeline: string; step: string; kind: string; outcome: StepOutcome };

/** The same, and tells what was done: for the test bench. */
export function explainPipelines(
  pipelines: readonly LogPipeline[],
): (logs: Logs) => { logs: Logs; steps: AppliedStep[] } {
  const compiled = pipelines.map(compilePipeline);
  return (logs) => {
    const steps: AppliedStep[] = [];
    const note: Note = (pipeline, { name, kind }, outcome) =>
      steps.push({ pipeline: pipeline.name, step: name, kind, outcome });
    return { logs: apply(compiled, logs, note), steps };
  };
}

function apply(pipelines: readonly Pipeline[], logs: Logs, note?: Note): Logs {
  return logs.flatMap((scoped) => {
    const { resource } = scoped;
    const active = pipelines.filter(({ matchesResource }) => matchesResource(resource));
    if (active.length === 0) return [scoped];
    const groups = new Map<string | undefined, Scoped<LogRecord>>();
    for (const given of scoped.items) {
      const record = runPipelines(given, { pipelines: active, resource, note });
      if (record) groupOf(groups, scoped, takeService(record, given)).items.push(record);
    }
    return [...groups.values()];
  });
}

/** The name of the service that the line itself tells, as syslog does: it belongs to the resource. */
function takeService(record: LogRecord, given: LogRecord): string | undefined {
  if (record === given) return undefined;
  const service = record.attributes.get(serviceName);
  if (typeof service !== "string" || service === "" || service === given.attributes.get(serviceName)) return undefined;
  record.attributes.delete(serviceName);
  return service;
}

const serviceName = "service.name";

function groupOf(
  groups: Map<string | undefined, Scoped<LogRecord>>,
  { resource, scope }: Scoped<LogRecord>,
  service: string | undefined,
): Scoped<LogRecord> {
  const known = groups.get(service);
  if (known) return known;
  const own =
    service === undefined
      ? resource
      : { ...resource, attributes: new Map(resource.attributes).set(serviceName, service) };
  const made = { resource: own, scope, items: [] };
  groups.set(service, made);
  return made;
}
