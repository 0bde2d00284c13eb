import { untilTaken } from "../pacing.ts";
import type { Scenario } from "../scenario.ts";
import { setupToken } from "../world/workers.ts";

const setup = {
  method: "POST",
  headers: { authorization: `Bearer ${setupToken}`, "content-type": "application/json" },
  body: JSON.stringify({
    email: "owner@shop.example",
    password: "a long enough password",
    name: "A",
    organisation: "B",
  }),
};

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
      const { status } = await fetch(`${workers.apiUrl}/v1/setup`, setup);
      if (status < 500) throw new Error(`the API answered ${status} without its database`);
      await untilTaken(context);
    }
    return { faults: (await workers.counts("api")).applied - before };
  },
};
