import type { Result } from "@perigee/schema";
import { countRefusal } from "./counters.ts";
import { stepDuration } from "./measurements.ts";

type Step<In, Out> = (state: In) => Result<Out> | Promise<Result<Out>>;

/** A list of named steps. Each gets what the one before it made; the first failure ends it, and is counted under its step. */
export function pipeline<In, Out>(run: (state: In) => Promise<Result<Out>>) {
  return {
    run,
    step: <Next>(name: string, step: Step<Out, Next>) => {
      const duration = stepDuration.of({ step: name });
      return pipeline(async (state: In): Promise<Result<Next>> => {
        const before = await run(state);
        if (!before.ok) return before;
        const startedAt = performance.now();
        const after = await step(before.value);
        duration.record((performance.now() - startedAt) / 1_000);
        if (!after.ok) countRefusal(name, after.failure.type);
        return after;
      });
    },
  };
}
