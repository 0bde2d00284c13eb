import { setTimeout as pause } from "node:timers/promises";
import type { Miniflare } from "miniflare";
import { tell } from "./progress.ts";
import { countDeaths } from "./restarts.ts";

export type Runtime = {
  current: () => Miniflare;
  /** Ends workerd and starts it with what `make` gives now. */
  relaunch: () => Promise<void>;
  /** To be called when this one does not answer any more. */
  crashed: (miniflare: Miniflare) => void;
  stop: () => Promise<void>;
};

export type RuntimeOptions = {
  /** `onCrash` is for Miniflare's `unsafeHandleRuntimeRestart`. */
  make: (onCrash: () => void) => Miniflare;
  onLaunched: (miniflare: Miniflare) => Promise<void>;
  onGivenUp: () => void;
};

/**
 * Runs Miniflare, and starts it anew when workerd dies. Miniflare starts workerd again by itself, but with the variables of the first
 * start; the queues are empty then, and the consumer must learn from when on. After too many deaths in a short time it gives up.
 */
export async function keepRuntime({ make, onLaunched, onGivenUp }: RuntimeOptions): Promise<Runtime> {
  const pauseAfterDeath = countDeaths();
  let miniflare: Miniflare | undefined;
  /** Ended on purpose: that it does not answer is no death. */
  let replaced: Miniflare | undefined;
  let launches = 0;
  let stopping = false;
  /** One death is seen in several ways. */
  let isPending = false;
  let last: Promise<void> = Promise.resolve();

  const launch = async (): Promise<void> => {
    launches += 1;
    const launched = launches;
    replaced = miniflare;
    await replaced?.dispose().catch(() => {
      // A runtime that could not be started again has nothing to dispose of.
    });
    if (stopping) return;
    miniflare = withoutSignalHandlers(() => make(() => onCrash(launched)));
    await miniflare.ready;
    await onLaunched(miniflare);
  };
  const relaunch = (): Promise<void> => {
    last = last.catch(() => {}).then(launch);
    return last;
  };
  const onCrash = (launched: number): void => {
    if (stopping || isPending || launched !== launches) return;
    const pauseMs = pauseAfterDeath(Date.now());
    if (pauseMs === undefined) {
      onGivenUp();
      return;
    }
    tell("The Workers ended unexpectedly and are started again.");
    isPending = true;
    pause(pauseMs)
      .then(() => {
        isPending = false;
        return relaunch();
      })
      .catch(() => onCrash(launches));
  };

  await relaunch();
  return {
    current: () => {
      if (!miniflare) throw new Error("Miniflare is asked for before its start");
      return miniflare;
    },
    relaunch,
    crashed: (seen) => {
      if (seen !== replaced) onCrash(launches);
    },
    stop: async () => {
      stopping = true;
      await last.catch(() => {});
      await miniflare?.dispose();
    },
  };
}

/**
 * Miniflare ends the process on SIGINT and SIGTERM at once, before the queue is drained; the stack has its own order of stopping,
 * of which disposing Miniflare is a step.
 */
function withoutSignalHandlers<T>(make: () => T): T {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const before = signals.map((signal) => process.listeners(signal));
  const made = make();
  for (const [index, signal] of signals.entries()) {
    for (const listener of process.listeners(signal)) {
      if (!before[index]?.includes(listener)) process.removeListener(signal, listener);
    }
  }
  return made;
}
