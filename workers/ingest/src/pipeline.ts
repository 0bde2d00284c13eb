import { type Result, succeed } from "@perigee/schema";
import { countRefusal } from "./counters.ts";
import type { Env } from "./env.ts";
import { stepDuration } from "./measurements.ts";
import { authenticate } from "./steps/authenticate.ts";
import { decode } from "./steps/decode.ts";
import { enqueue } from "./steps/enqueue.ts";
import { enrich } from "./steps/enrich.ts";
import { limit } from "./steps/limit.ts";
import { read } from "./steps/read.ts";
import { redact } from "./steps/redact.ts";
import { sample } from "./steps/sample.ts";
import { validate } from "./steps/validate.ts";

/** What every step can see. Times are milliseconds since the epoch. */
export type Arrived = { request: Request; url: URL; env: Env; receivedAt: number };

/** The whole path of a batch through this Worker. To add a step: one file in steps/, one line here. */
export const receiveBatch = pipeline((arrived: Arrived) => Promise.resolve(succeed(arrived)))
  .step("authenticate", authenticate)
  .step("limit", limit)
  .step("read", read)
  .step("decode", decode)
  .step("validate", validate)
  .step("redact", redact)
  .step("sample", sample)
  .step("enrich", enrich)
  .step("enqueue", enqueue).run;

type Step<In, Out> = (state: In) => Result<Out> | Promise<Result<Out>>;

function pipeline<In, Out>(run: (state: In) => Promise<Result<Out>>) {
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
