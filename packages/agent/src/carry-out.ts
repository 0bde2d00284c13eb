import { startAgent } from "./agent.ts";
import { createLog } from "./agent-log.ts";
import { BufferRefused } from "./buffer/lock.ts";
import { dryRun } from "./dry-run.ts";
import type { Order } from "./order/order.ts";
import { version } from "./version.ts";

/** What the program needs of the world around it. */
export type World = {
  print: (text: string) => void;
  printError: (text: string) => void;
  /** Hears how many bytes of telemetry went into each batch. */
  noteShipped: (bytes: number) => void;
  /** Calls when the process is asked to end. */
  onStop: (stop: () => void) => void;
};

/** Reads and sends until it is stopped. @returns the exit code: 0, or 1 after a message on the error channel. */
export async function carryOut(order: Order, world: World): Promise<number> {
  const { config } = order;
  const log = createLog(config.logLevel, world.printError);
  if (order.kind === "dry-run") {
    await dryRun(config, { log, ...world });
    return 0;
  }
  try {
    const agent = await startAgent({ ...config, key: order.key }, log, world.noteShipped);
    log("info", "started", {
      version,
      endpoint: config.endpoint,
      inputs: config.inputs.length,
      health: agent.healthPort,
    });
    world.onStop(() => void agent.stop());
    await agent.ended;
    log("info", "stopped");
    return 0;
  } catch (error) {
    if (!(error instanceof BufferRefused)) throw error;
    world.printError(`${error.message}\n`);
    return 1;
  }
}
