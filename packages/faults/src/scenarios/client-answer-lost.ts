import { isSent, spoilInBursts } from "../pacing.ts";
import type { Scenario } from "../scenario.ts";

/** Ingest took the request, the client does not hear of it and sends it again. */
export const clientAnswerLost: Scenario = {
  name: "client-answer-lost",
  fault: "the client never gets its 2xx and sends again",
  times: { long: 40, short: 10 },
  inject: async (context) => ({
    faults: await spoilInBursts(context, context.world.toIngest, { takes: isSent, spoil: { kind: "lose-answer" } }),
  }),
};
