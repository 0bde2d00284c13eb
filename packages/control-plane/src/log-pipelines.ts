import { type LogPipeline, LogPipelines, regexesOf } from "@perigee/schema";
import { faultOfRegex } from "@perigee/schema/linear-regex";

type Fault = { path: (string | number)[]; message: string };

/** Expressions that cannot be used, and where they stand. The edge cannot tell anybody, so they are compiled before they get there. */
export const faultsOfPipelines = (pipelines: readonly LogPipeline[]): Fault[] =>
  regexesOf(pipelines).flatMap(({ path, regex, mustName }) => {
    const message = faultOfRegex({ ...regex, mustName });
    return message === undefined ? [] : [{ path, message }];
  });

/** Pipelines as somebody proposes them. */
export const ProposedLogPipelines = LogPipelines.superRefine((pipelines, context) => {
  for (const fault of faultsOfPipelines(pipelines)) context.addIssue({ code: "custom", ...fault });
});
