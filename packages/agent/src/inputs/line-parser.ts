import { compilePipelines } from "@perigee/log-parsing";
import type { Logs } from "@perigee/otlp";
import type { LogPipeline } from "@perigee/schema";

export type Parse = (logs: Logs) => Logs;

/** Reads lines by a pipeline, or leaves them as they are. */
export const makeParser = (pipeline: LogPipeline | undefined): Parse =>
  pipeline ? compilePipelines([pipeline]) : (logs) => logs;
