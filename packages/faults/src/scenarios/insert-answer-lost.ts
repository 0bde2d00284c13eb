import { isInsert, spoilInBursts } from "../pacing.ts";
import type { Scenario } from "../scenario.ts";

/** The rows are committed, and the consumer does not hear of it. */
export const insertAnswerLost: Scenario = {
  name: "insert-answer-lost",
  fault: "the connection breaks after ClickHouse committed",
  times: { long: 25, short: 6 },
  inject: async (context) => ({
    faults: await spoilInBursts(context, context.world.toClickHouse, {
      takes: isInsert,
      spoil: { kind: "lose-answer" },
    }),
  }),
};

export const insertTimesOut: Scenario = {
  name: "insert-times-out",
  fault: "ClickHouse commits and never answers",
  times: { long: 8, short: 0 },
  inject: async (context) => ({
    faults: await spoilInBursts(context, context.world.toClickHouse, { takes: isInsert, spoil: { kind: "hang" } }),
  }),
};
