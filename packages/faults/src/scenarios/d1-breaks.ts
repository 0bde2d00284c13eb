import { untilTaken } from "../pacing.ts";
import type { Scenario } from "../scenario.ts";

/** D1 is the API's alone: people cannot sign in meanwhile, and events flow. */
export const d1Breaks: Scenario = {
  name: "d1-breaks",
  fault: "D1 does not answer",
  times: { long: 10, short: 0 },
  inject: async (context) => {
    const { workers } = context.world;
    const before = (await workers.counts("api")).applied;
    for (let turn = 0; turn < context.times && !context.signal.aborted; turn++) {
      await workers.plan("api", { bindings: [{ binding: "DB", methods: ["prepare", "batch", "exec"], times: 1 }] });
      const answer = await fetch(`${workers.apiUrl}/v1/setup`);
      await answer.body?.cancel();
      await untilTaken(context);
    }
    return { faults: (await workers.counts("api")).applied - before };
  },
};
