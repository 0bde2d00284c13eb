import { breakInBursts } from "../pacing.ts";
import type { Scenario } from "../scenario.ts";
import type { BindingFault } from "../worker/fault-plan.ts";
import { heal } from "../world/world.ts";

type Broken = { worker: "ingest" | "consumer"; bindings: string[]; methods: string[]; isDone?: boolean };

/** What a Worker stands on does not answer for a while. */
function breaking(scenario: Omit<Scenario, "inject">, { worker, bindings, ...how }: Broken): Scenario {
  const plan = (times: number): { bindings: BindingFault[] } => ({
    bindings: bindings.map((binding) => ({ binding, ...how, times })),
  });
  return {
    ...scenario,
    inject: async (context) => ({ faults: await breakInBursts(context, { worker, plan }) }),
  };
}

export const queueFull = breaking(
  { name: "queue-full", fault: "no queue takes a message", times: { long: 20, short: 0 } },
  { worker: "ingest", bindings: ["EVENTS_0", "EVENTS_1"], methods: ["send", "sendBatch"] },
);

export const queueAnswerLost = breaking(
  { name: "queue-answer-lost", fault: "the queue takes a message and says it did not", times: { long: 20, short: 0 } },
  { worker: "ingest", bindings: ["EVENTS_0", "EVENTS_1"], methods: ["send", "sendBatch"], isDone: true },
);

export const spoolRefuses = breaking(
  { name: "r2-spool-write", fault: "R2 does not take a message at the edge", times: { long: 20, short: 0 } },
  { worker: "ingest", bindings: ["SPOOL_BUCKET"], methods: ["put"] },
);

const spoolFailsConsumer = breaking(
  { name: "r2-spool-read", fault: "R2 fails the consumer (list, get, delete)", times: { long: 20, short: 0 } },
  { worker: "consumer", bindings: ["SPOOL_BUCKET"], methods: ["list", "get", "head", "delete"] },
);

/** Copies of stored messages that could not be deleted stay, and are met by the sweep after the next start: it must not store them again. */
export const spoolStuck: Scenario = {
  ...spoolFailsConsumer,
  inject: async (context) => {
    const { faults } = await spoolFailsConsumer.inject(context);
    await heal(context.world);
    await context.world.workers.killAndAwait();
    return { faults: faults + 1 };
  },
};

/** With keys that this isolate has not asked for yet, or it would not need KV. */
export const kvBreaks = breaking(
  { name: "kv-breaks", fault: "KV does not answer for keys", times: { long: 20, short: 0 }, keys: 200 },
  { worker: "ingest", bindings: ["KEYS"], methods: ["get", "getWithMetadata"] },
);
