import { breakInBursts } from "../pacing.ts";
import type { Scenario } from "../scenario.ts";
import type { BatchFault } from "../worker/fault-plan.ts";

function failing(kind: BatchFault["kind"], scenario: Omit<Scenario, "inject">): Scenario {
  const plan = (times: number) => ({ batches: [{ kind, times }] });
  return {
    ...scenario,
    inject: async (context) => ({ faults: await breakInBursts(context, { worker: "consumer", plan }) }),
  };
}

export const consumerCrashes = failing("crash", {
  name: "consumer-crashes",
  fault: "the consumer dies between insert and ack",
  times: { long: 20, short: 5 },
});

export const redelivery = failing("redeliver", {
  name: "redelivery",
  fault: "half of a batch comes again in other batches",
  times: { long: 25, short: 0 },
});
