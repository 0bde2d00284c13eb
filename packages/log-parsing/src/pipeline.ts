import type { LogRecord, Resource } from "@perigee/otlp";
import type { LogPipeline, LogStep } from "@perigee/schema";
import { matchRecord, matchResource } from "./match.ts";
import { compileStep } from "./steps/compile-step.ts";
import type { Apply, StepOutcome } from "./steps/step.ts";

export type Step = { name: string; kind: LogStep["kind"]; apply: Apply };

export type Pipeline = {
  name: string;
  matchesResource: (resource: Resource) => boolean;
  matches: (record: LogRecord, resource: Resource) => boolean;
  steps: readonly Step[];
};

export const compilePipeline = ({ name, match, steps }: LogPipeline): Pipeline => ({
  name,
  matchesResource: matchResource(match),
  matches: matchRecord(match),
  steps: steps.map((step, place) => {
    const unique = `${name}.${place}.${step.kind}`;
    return { name: step.name ?? unique, kind: step.kind, apply: compileStep(step, unique) };
  }),
});

/** Names the last step that could not read a record. */
const parseErrorAttribute = "log.parse_error";

/** Hears of each step that was asked, for the test bench. */
export type Note = (pipeline: Pipeline, step: Step, outcome: StepOutcome) => void;

type Given = { pipelines: readonly Pipeline[]; resource: Resource; note?: Note | undefined };

/** A record through the pipelines that match it: itself where none does, else a changed copy, or undefined where it is dropped. */
export function runPipelines(given: LogRecord, { pipelines, resource, note }: Given): LogRecord | undefined {
  let record = given;
  for (const pipeline of pipelines) {
    if (!pipeline.matches(record, resource)) continue;
    if (record === given) record = copyOf(given);
    if (!applySteps(record, pipeline, note)) return undefined;
  }
  return record;
}

function copyOf(given: LogRecord): LogRecord {
  const attributes: LogRecord["attributes"] = new Map();
  // `new Map(map)` would make a list of each pair.
  given.attributes.forEach((value, name) => {
    attributes.set(name, value);
  });
  return { ...given, attributes };
}

/** Whether the record is still to be stored. */
function applySteps(record: LogRecord, pipeline: Pipeline, note?: Note): boolean {
  for (const step of pipeline.steps) {
    const outcome = step.apply(record);
    note?.(pipeline, step, outcome);
    if (outcome === "dropped") return false;
    if (outcome === "failed") record.attributes.set(parseErrorAttribute, step.name);
  }
  return true;
}
