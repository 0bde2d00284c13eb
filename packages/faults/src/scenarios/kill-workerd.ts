import { setTimeout as pause } from "node:timers/promises";
import { isInsert, until, untilTaken } from "../pacing.ts";
import type { Context, Scenario } from "../scenario.ts";

/** What the queue holds dies with workerd, and the stack starts it again: right after an INSERT was sent, and every other time anywhere. */
export const killWorkerd: Scenario = {
  name: "kill-workerd",
  fault: "kill -9 of workerd",
  times: { long: 10, short: 1 },
  inject: async (context) => {
    let kills = 0;
    for (; kills < context.times && !context.signal.aborted; kills++) {
      if (kills % 2 === 0) await insertIsSent(context);
      else await pause(context.random.whole(50, 600));
      await context.world.workers.killAndAwait();
      await untilTaken(context);
    }
    return { faults: kills };
  },
};

async function insertIsSent({ world, signal }: Context): Promise<void> {
  let isSent = false;
  world.toClickHouse.arm({
    times: 1,
    takes: isInsert,
    spoil: {
      kind: "meanwhile",
      act: () => {
        isSent = true;
      },
    },
  });
  await until(() => isSent, signal);
}
