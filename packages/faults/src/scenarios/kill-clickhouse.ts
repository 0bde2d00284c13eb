import { setTimeout as pause } from "node:timers/promises";
import { isInsert, until, untilTaken } from "../pacing.ts";
import type { Scenario } from "../scenario.ts";

/** Up to 40 ms after an INSERT was handed over: before, while and after its rows are committed. */
export const killClickhouse: Scenario = {
  name: "kill-clickhouse",
  fault: "kill -9 of chDB in mid-insert",
  times: { long: 15, short: 1 },
  inject: async (context) => {
    const { world, random, signal } = context;
    let kills = 0;
    for (; kills < context.times && !signal.aborted; kills++) {
      let restarted: Promise<void> | undefined;
      const delayMs = random.whole(0, 40);
      const kill = async () => {
        await pause(delayMs);
        await world.clickhouse().killAndRestart();
      };
      const act = () => {
        restarted = kill();
      };
      world.toClickHouse.arm({ times: 1, takes: isInsert, spoil: { kind: "meanwhile", act } });
      await until(() => restarted !== undefined, signal);
      await restarted;
      await untilTaken(context);
    }
    return { faults: kills };
  },
};
