import type { LogStep } from "@perigee/schema";
import { compileDropFields, compileKeepFields, compileRename, compileSet } from "./fields.ts";
import { compileParse } from "./parse.ts";
import { compileMessage, compileSeverity, compileTimestamp, compileTrace } from "./read-record.ts";
import { compileRedact } from "./redact.ts";
import { compileSample } from "./sample.ts";
import type { Apply } from "./step.ts";

/** To add a kind of step: its schema in packages/schema/src/log-pipelines.ts, its function, a line here. `name` is unique in a project. */
export function compileStep(step: LogStep, name: string): Apply {
  switch (step.kind) {
    case "parse":
      return compileParse(step);
    case "rename":
      return compileRename(step);
    case "set":
      return compileSet(step);
    case "drop-fields":
      return compileDropFields(step);
    case "keep-fields":
      return compileKeepFields(step);
    case "redact":
      return compileRedact(step);
    case "drop":
      return () => "dropped";
    case "sample":
      return compileSample(step, name);
    case "severity":
      return compileSeverity(step);
    case "timestamp":
      return compileTimestamp(step);
    case "trace":
      return compileTrace(step);
    case "message":
      return compileMessage(step);
  }
}
